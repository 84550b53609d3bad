import Drift
import Foundation

/// Reads a baseline, and a detector that was written; stops the program where what was read is not written the same again,
/// or a detector that was read takes values badly.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBaseline(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do {
        let profile = try ReferenceProfile(json: bytes)
        precondition(!profile.features.isEmpty, "a profile of nothing")
        let written = try profile.json()
        let again = try ReferenceProfile(json: written)
        let rewritten = try again.json()
        precondition(rewritten == written, "read again as something else")
        judge(profile)
    } catch {
        precondition(!"\(error)".isEmpty, "refused without a message")
    }
    if var detector = try? JSONDecoder().decode(Detector.self, from: Data(bytes)) {
        for value in [0, 1, -1e300, 1e300, .nan, .infinity, 0.5, 1, 0, 1] { detector.update(value) }
    }
    return 0
}

/// Lets windows of few values be judged by a profile.
private func judge(_ profile: ReferenceProfile) {
    for feature in profile.features.prefix(4) {
        guard let numeric = feature.numeric, let span = try? WindowSpan(size: 8) else { continue }
        var window = NumericWindow(numeric.reference, span: span)
        for value in [numeric.mean, numeric.max, numeric.min, .nan, 1e300, -1e300, 0, 1] { _ = window.add(value) }
        guard let distances = window.distances() else { continue }
        for judgement in profile.judge(distances, of: feature, rows: 8) {
            precondition(!judgement.value.isNaN && judgement.limits.warning > 0, "a distance that is no number")
        }
    }
}
