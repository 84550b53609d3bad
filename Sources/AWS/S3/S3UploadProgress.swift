import Foundation

/// Adds up how much of an upload has gone; what is sent once more is not told twice.
///
/// `@unchecked Sendable`: everything is only touched while `lock` is held.
final class S3UploadProgress: @unchecked Sendable {
    private let lock = NSLock()
    private let report: @Sendable (Int) -> Void
    private var parts: [Int: Int64] = [:]
    private var sum: Int64 = 0
    private var told: Int64 = 0

    init(_ report: @escaping @Sendable (Int) -> Void) { self.report = report }

    /// Takes how many bytes of a part have gone; reports the sum where it is greater than ever.
    func set(_ bytes: Int64, of part: Int) {
        lock.withLock {
            sum += bytes - (parts.updateValue(bytes, forKey: part) ?? 0)
            guard sum > told else { return }
            told = sum
            report(Int(sum))
        }
    }
}
