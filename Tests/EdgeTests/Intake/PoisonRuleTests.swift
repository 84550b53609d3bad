import Cryptography
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

    @Test("a request that was alone in an unclean exit is known by it, one of a group is suspected")
    func counts() throws {
        try session { _ in }
        try session { $0.begin([killer, innocent]) }
        try session { rule in
            #expect(rule.history(of: killer)?.exitsAlone == 0)
            #expect(rule.history(of: innocent)?.exitsAlone == 0)
            rule.begin([innocent])
            rule.begin([killer])
        }
        try session { rule in
            #expect(rule.history(of: killer)?.exitsAlone == 1)
            #expect(rule.history(of: innocent) == nil)
        }
    }

    @Test("a request that came through is not blamed for a later exit")
    func forgets() throws {
        try session { _ in }
        try session { rule in
            rule.begin([innocent])
            rule.end()
        }
        try session { #expect($0.history(of: innocent) == nil) }
    }

    @Test("the rule is for what follows an unclean exit only")
    func active() throws {
        try session(endsCleanly: true) { #expect(!$0.isActive) }
        try session { #expect(!$0.isActive) }
        try session { #expect($0.isActive) }
    }
}
