import Foundation
import Support
import Testing

@testable import AWS

@Suite("Fresh credentials")
struct CredentialChainTests {
    /// A source with a clock of its own; what it gives is called by its number.
    private final class Source: Sendable {
        let now = Watched(Date(timeIntervalSince1970: 1_800_000_000))
        let calls = Watched(0)
        /// How long what it gives lasts; nil: for ever.
        let lasts = Watched<TimeInterval?>(3600)
        let failure = Watched<AWSError?>(nil)

        func chain(_ wait: @escaping @Sendable () -> Void = {}) -> CredentialChain {
            CredentialChain(clock: { self.now.value }) { () throws(AWSError) in
                self.calls.change { $0 += 1 }
                wait()
                if let failure = self.failure.value { throw failure }
                return Credentials(
                    accessKeyID: "\(self.calls.value)",
                    secretAccessKey: "secret",
                    expires: self.lasts.value.map { self.now.value.addingTimeInterval($0) }
                )
            }
        }

        func pass(_ seconds: TimeInterval) { now.change { $0 += seconds } }
    }

    // [aws-16]
    @Test("searches once, and again 15 minutes before the end")
    func searchesAgain() throws {
        let source = Source()
        let chain = source.chain()
        #expect(try chain.credentials().accessKeyID == "1")
        source.pass(3600 - 901)
        #expect(try chain.credentials().accessKeyID == "1")
        source.pass(2)
        #expect(try chain.credentials().accessKeyID == "2")
    }

    // [aws-16]
    @Test("lasting keys are found once, until they are refused")
    func lastingKeys() throws {
        let source = Source()
        source.lasts.change { $0 = nil }
        let chain = source.chain()
        #expect(try chain.credentials().accessKeyID == "1")
        source.pass(1e8)
        #expect(try chain.credentials().accessKeyID == "1")
        chain.forget()
        #expect(try chain.credentials().accessKeyID == "2")
    }

    // [aws-17]
    @Test("a source that fails is asked once a minute, and what it gave is used while it lasts")
    func failingSource() throws {
        let source = Source()
        let chain = source.chain()
        _ = try chain.credentials()
        source.failure.change { $0 = AWSError("Credentials", "gone") }
        source.pass(3600 - 700)
        #expect(try chain.credentials().accessKeyID == "1")
        #expect(try chain.credentials().accessKeyID == "1")
        #expect(source.calls.value == 2)
        source.pass(61)
        #expect(try chain.credentials().accessKeyID == "1")
        #expect(source.calls.value == 3)
        source.pass(600)
        #expect(throws: AWSError("Credentials", "gone")) { try chain.credentials() }
        source.failure.change { $0 = nil }
        #expect(try chain.credentials().accessKeyID == "5")
    }

    // [aws-17]
    @Test("keys that have ended already are an error that names the clock")
    func endedKeys() throws {
        let source = Source()
        source.lasts.change { $0 = -1 }
        let error = #expect(throws: AWSError.self) { try source.chain().credentials() }
        #expect(error?.message.contains("clock") == true)
    }

    // [aws-18]
    @Test("threads that ask at once share one search, also its failure", arguments: [false, true])
    func threadsShareSearch(fails: Bool) async throws {
        let source = Source()
        if fails { source.failure.change { $0 = AWSError("Credentials", "gone") } }
        let gate = DispatchSemaphore(value: 0)
        let chain = source.chain { gate.wait() }
        let asking = Watched(0)
        let outcomes = Watched<[String]>([])
        for _ in 0..<8 {
            Thread.detachNewThread {
                asking.change { $0 += 1 }
                let outcome: String
                do throws(AWSError) {
                    outcome = try chain.credentials().accessKeyID
                } catch {
                    outcome = error.message
                }
                outcomes.change { $0.append(outcome) }
            }
        }
        try await source.calls.wait(for: "a search") { $0 == 1 }
        try await asking.wait(for: "all threads") { $0 == 8 }
        // Whoever comes late starts another search, which has to find the gate open.
        for _ in 0..<8 { gate.signal() }
        let all = try await outcomes.wait(for: "all outcomes") { $0.count == 8 }
        if fails {
            #expect(Set(all) == ["gone"])
        } else {
            #expect(Set(all) == ["1"])
            #expect(source.calls.value == 1)
        }
    }

    // [aws-18]
    @Test("while one thread refreshes, others go on with what lasts for more than 10 minutes")
    func othersGoOn() async throws {
        let source = Source()
        let gate = DispatchSemaphore(value: 0)
        let chain = source.chain { gate.wait() }
        gate.signal()
        _ = try chain.credentials()
        source.pass(3600 - 800)
        let refreshed = Watched<String?>(nil)
        Thread.detachNewThread {
            let found = try? chain.credentials().accessKeyID
            refreshed.change { $0 = found }
        }
        try await source.calls.wait(for: "a refresh") { $0 == 2 }
        #expect(try chain.credentials().accessKeyID == "1")
        gate.signal()
        try await refreshed.wait(for: "new keys") { $0 == "2" }
        #expect(try chain.credentials().accessKeyID == "2")
    }
}
