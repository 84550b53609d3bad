import Foundation
import Support

@testable import API

/// A tokens file with a reader and an operator, and their tokens.
struct TokensFile: Sendable {
    let folder: TemporaryFolder
    let reader: NewToken
    let chief: NewToken

    var path: String { folder.path + "/tokens" }

    init() throws {
        folder = try TemporaryFolder()
        reader = try NewToken(name: "viewer", role: .reader)
        chief = try NewToken(name: "chief", role: .operator)
        try write([reader.line, chief.line])
    }

    /// Replaces the file as an editor does: by another of its name.
    func write(_ lines: [String], mode: Int = 0o600) throws {
        let other = try folder.write(lines.joined(separator: "\n") + "\n", to: UUID().uuidString)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: other)
        guard unsafe rename(other, path) == 0 else { throw SupportError("\(path) cannot be replaced") }
    }

    /// The headers of a program that shows a token.
    func headers(_ token: NewToken) -> [String: String] { ["Authorization": "Bearer \(token.secret)"] }
}
