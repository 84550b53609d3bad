import Foundation
import Testing

@testable import AWS

/// A folder with files for a test.
final class Folder {
    let url: URL

    init() throws {
        url = URL(filePath: NSTemporaryDirectory()).appending(path: "marram-aws-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try FileManager.default.createDirectory(
            at: url.appending(path: name).deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url.appending(path: name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
        return path(name)
    }
}

@Suite("The shared files")
struct ProfileFilesTests {
    // [aws-12]
    @Test("reads a configuration as botocore does")
    func readsAsBotocore() async throws {
        let answers = try await BotocoreAnswers.get()
        for wanted in answers.files {
            let folder = try Folder()
            try folder.write(wanted.text, to: ".aws/config")
            let files = try ProfileFiles(environment: [:], homeDirectory: folder.url.path)
            #expect(files.config == wanted.profiles, "\(wanted.text)")
        }
    }

    // [aws-14]
    @Test("splits a line as botocore does")
    func splitsAsBotocore() async throws {
        let answers = try await BotocoreAnswers.get()
        for wanted in answers.words {
            #expect(
                ShellWords.split(wanted.line) == wanted.words,
                "seed \(answers.seed): \(wanted.line.debugDescription)"
            )
        }
    }

    // [aws-12]
    @Test("passes over a mark for the order of bytes, and takes sections that come twice for one")
    func passesOverMark() throws {
        let text = "\u{FEFF}[profile a]\nregion = x\n[profile a]\noutput = y\nregion = z\n"
        #expect(try INIText(text).sections == ["profile a": ["region": "z", "output": "y"]])
    }

    // [aws-12]
    @Test("the credentials file wins, key by key, and has profiles without the word")
    func credentialsWin() throws {
        let folder = try Folder()
        try folder.write("[profile a]\nregion = x\naws_access_key_id = config\n[b]\nregion = no\n", to: ".aws/config")
        try folder.write("[a]\naws_access_key_id = credentials\n", to: ".aws/credentials")
        let files = try ProfileFiles(environment: [:], homeDirectory: folder.url.path)
        #expect(files.profiles == ["a": ["region": "x", "aws_access_key_id": "credentials"]])
    }

    // [aws-12]
    @Test(
        "says in which line a file cannot be understood, and not what stands there",
        arguments: [
            ("[a]\nsecret\n", 2), ("aws_secret_access_key = secret\n", 1), ("[a]\n\n= secret\n", 3), ("[secret\n", 1),
        ]
    )
    func saysLine(text: String, line: Int) throws {
        let folder = try Folder()
        let path = try folder.write(text, to: ".aws/credentials")
        let error = #expect(throws: AWSError.self) {
            try ProfileFiles(environment: [:], homeDirectory: folder.url.path)
        }
        #expect(error?.message.contains("\(path), line \(line)") == true, "\(String(describing: error))")
        #expect(error?.message.contains("secret") == false)
    }

    // [aws-12]
    @Test("refuses a file that is too long or not UTF-8")
    func refusesFile() throws {
        let folder = try Folder()
        try folder.write(String(repeating: "#", count: ProfileFiles.limit + 1), to: ".aws/config")
        #expect(throws: AWSError.self) { try ProfileFiles(environment: [:], homeDirectory: folder.url.path) }
        try Data([0x5B, 0xFF, 0x5D]).write(to: folder.url.appending(path: ".aws/config"))
        #expect(throws: AWSError.self) { try ProfileFiles(environment: [:], homeDirectory: folder.url.path) }
    }

    // [aws-13]
    @Test("the environment says where the files are, with a tilde for the home directory, and which profile counts")
    func environmentSaysWhere() throws {
        let folder = try Folder()
        try folder.write("[profile b]\nregion = there\n", to: "else")
        var environment = ["AWS_CONFIG_FILE": "~/else", "AWS_PROFILE": "b"]
        func region(_ profile: String? = nil) throws -> String? {
            try SharedSettings(environment: environment, homeDirectory: folder.url.path, profile: profile).region
        }
        #expect(try region() == "there")
        #expect(try region("c") == nil)
        environment["AWS_DEFAULT_REGION"] = "weaker"
        #expect(try region() == "weaker")
        environment["AWS_REGION"] = "stronger"
        #expect(try region() == "stronger")
    }
}
