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

    @Test("counts the unclean exits in which a request was noted")
    func counts() throws {
        try session { _ in }
        try session { $0.begin([killer, innocent]) }
        try session { rule in
            #expect(rule.exits(of: killer) == 1)
            #expect(rule.exits(of: innocent) == 1)
            rule.begin([innocent])
            rule.begin([killer])
        }
        try session { rule in
            #expect(rule.exits(of: killer) == PoisonRule.limit)
            #expect(rule.exits(of: innocent) == 0)
        }
    }

    @Test("a request that came through is not blamed for a later exit")
    func forgets() throws {
        try session { _ in }
        try session { rule in
            rule.begin([innocent])
            rule.end()
        }
        try session { #expect($0.exits(of: innocent) == 0) }
    }

    @Test("the rule is for what follows an unclean exit only")
    func active() throws {
        try session(endsCleanly: true) { #expect(!$0.isActive) }
        try session { #expect(!$0.isActive) }
        try session { #expect($0.isActive) }
    }
}
