import Foundation

/// What a name and a password have got, for the threads that ask.
///
/// `@unchecked Sendable`: `value` is only touched while `lock` is held.
final class AirflowToken: @unchecked Sendable {
    private let lock = NSLock()
    private var value: String?

    /// The token; nil: none was got yet.
    var current: String? {
        get { lock.withLock { value } }
        set { lock.withLock { value = newValue } }
    }
}
