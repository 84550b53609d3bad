import Foundation
import Support

/// How botocore signs requests, finds services and reads files; made by Tests/Fixtures/make_aws_answers.py, once for all
/// tests that ask.
struct BotocoreAnswers: Decodable, Sendable {
    struct Header: Decodable, Sendable {
        let name: String
        let value: String
    }

    struct Signature: Decodable, Sendable {
        let method: String
        let url: String
        let headers: [Header]
        /// In base64.
        let body: String
        let service: String
        let region: String
        let secret: String
        let token: String?
        /// In seconds since 1970.
        let time: Double
        /// What botocore adds, names in lower case.
        let added: [String: String]
    }

    struct Endpoint: Decodable, Sendable {
        let service: String
        let region: String
        let bucket: String?
        let fips: Bool
        let dual: Bool
        let url: String
    }

    struct Words: Decodable, Sendable {
        let line: String
        let words: [String]?
    }

    struct File: Decodable, Sendable {
        let text: String
        let profiles: [String: [String: String]]
    }

    /// What the random requests come from.
    let seed: Int
    let signatures: [Signature]
    let endpoints: [Endpoint]
    let words: [Words]
    let files: [File]

    private static let shared = Task {
        let made = try await Command([try Python.path(), Python.script("make_aws_answers.py")]).run()
        guard made.code == 0 else { throw SupportError("make_aws_answers.py failed: \(made.errors)") }
        return try JSONDecoder().decode(BotocoreAnswers.self, from: Data(made.output.utf8))
    }

    /// The answers; made at the first call.
    static func get() async throws -> BotocoreAnswers { try await shared.value }
}
