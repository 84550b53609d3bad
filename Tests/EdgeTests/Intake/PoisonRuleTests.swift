import Crypto
import Logging
import Storage
import Support
import Testing

@testable import Edge

@Suite("PoisonRule")
struct PoisonRuleTests {
    private let folder: TemporaryFolder
    private let killer = SHA256Digest(of: Array("killer".utf8))
    private let innocent = SHA256Digest(of: Array("innocent".utf8))

    init() throws { folder = try TemporaryFolder() }

    /// Runs a session; when it is not ended it counts as an unclean exit.
    private func session(endsCleanly: Bool = false, _ body: (PoisonRule) -> Void) throws {
        let database = try StateDatabase(directory: folder.path)
        let start = try database.beginSession()
        body(PoisonRule(database: database, isActive: !start.previousExitWasClean, logger: TestLog().logger))
        if endsCleanly { try database.endSession() }
    }

    @Test("a request that was running in two unclean exits does not run again")
    func refuses() throws {
        try session { _ in }
        for _ in 0..<2 { try session { #expect($0.begin(killer) == .run) } }
        try session { #expect($0.begin(killer) == .refuse(exits: 2)) }
    }

    @Test("a request that came through is not blamed for a later exit")
    func forgets() throws {
        try session { _ in }
        for _ in 0..<4 {
            try session { rule in
                #expect(rule.begin(innocent) == .run)
                #expect(rule.begin(killer) != .refuse(exits: 0))
                rule.end()
            }
        }
        try session { #expect($0.begin(innocent) == .run) }
    }

    @Test("the rule is for what follows an unclean exit only")
    func active() throws {
        try session(endsCleanly: true) { #expect(!$0.isActive) }
        try session { #expect(!$0.isActive) }
        try session { #expect($0.isActive) }
    }
}
