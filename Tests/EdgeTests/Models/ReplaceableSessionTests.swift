import Foundation
import Inference
import MQTT
import Support
import Testing

@testable import Edge

@Suite("ReplaceableSession")
struct ReplaceableSessionTests {
    @Test("[edge-71] a run keeps its session until it ends, the next one has the new one, and the old one goes")
    func replaced() async throws {
        let gate = Gate()
        var old: FakeSession? = gate.session()
        weak let released = old
        let session = ReplaceableSession(try #require(old))
        old = nil
        let answers = Watched<[Float]>([])
        Thread.detachNewThread {
            let answer = (try? session.run([floats("x", [1, 2], [100, 1])], outputs: [])).map { numbers($0[0]) }
            answers.change { $0 = answer ?? [-1] }
        }
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        session.replace(
            with: FakeSession { inputs throws(InferenceError) in [floats("y", [1, 2], [7, 7])] }
        )
        #expect(released != nil)
        #expect(numbers(try session.run([floats("x", [1, 2], [100, 1])], outputs: [])[0]) == [7, 7])
        gate.open()
        try await answers.wait(for: "the answer") { !$0.isEmpty }
        #expect(answers.value == [200, 2])
        #expect(released == nil)
    }
}
