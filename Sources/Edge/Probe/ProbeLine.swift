import Foundation
import Models

/// What the child says of a bundle, in one line of JSON.
struct ProbeLine: Equatable {
    /// Bytes that a line may have.
    static let mostBytes = 64 << 10
    /// Bytes of a reason that are handed on.
    private static let longestReason = 2000
    /// What the child may say of a bundle: it is not believed to know of anything else.
    private static let codes: Set<UpdateCode> = [
        .probeFailed, .probeSlow, .probeMemory, .requires, .badManifest, .badPath, .internal,
    ]

    let result: Result<ProbeReport, UpdateError>

    init(_ result: Result<ProbeReport, UpdateError>) { self.result = result }

    /// Reads a line; nil where it is none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.mostBytes, bytes.last == UInt8(ascii: "\n"),
            let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)), document.v == 1
        else { return nil }
        switch (document.report, document.code) {
        case (let report?, nil):
            guard report.isPlausible else { return nil }
            result = .success(report)
        case (nil, let word?):
            guard let code = UpdateCode(rawValue: word), Self.codes.contains(code) else { return nil }
            result = .failure(UpdateError(code, document.reason ?? ""))
        default: return nil
        }
    }

    /// The line, with its end.
    func bytes() -> [UInt8] {
        let document =
            switch result {
            case .success(let report): Document(report: report)
            case .failure(let error):
                Document(code: error.code.rawValue, reason: Self.shortened(error.message))
            }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing in it cannot be written: its numbers are finite.
        return Array((try? encoder.encode(document)) ?? Data()) + [UInt8(ascii: "\n")]
    }

    private static func shortened(_ reason: String) -> String {
        reason.utf8.count <= longestReason ? reason : String(decoding: reason.utf8.prefix(longestReason), as: UTF8.self)
    }

    private struct Document: Codable {
        var v = 1
        var report: ProbeReport?
        var code: String?
        var reason: String?
    }
}

extension ProbeReport {
    /// False for numbers that no probe comes to.
    fileprivate var isPlausible: Bool {
        loadMilliseconds.isFinite && loadMilliseconds >= 0 && (p99Microseconds ?? 0) >= 0 && rssMiB >= 0 && tests >= 0
            && runs >= 0 && runtime.utf8.count <= 64
    }
}
