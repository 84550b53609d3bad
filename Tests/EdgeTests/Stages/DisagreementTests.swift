import Foundation
import Inference
import Monitoring
import OpenInference
import Telemetry
import Tensors
import Testing

@testable import Edge

@Suite("What a shadow answers otherwise")
struct DisagreementTests {
    private static let clock = WallClock { Timestamp(microseconds: 1_000_000) }

    /// A request of one row to a model that gave it back.
    private func sample(_ row: [Float]) -> ShadowSample {
        let shape = [1, row.count]
        return ShadowSample(
            version: "1",
            inputs: [floats("x", shape, row)],
            outputs: [],
            answer: .outputs([floats("y", shape, row)])
        )
    }

    private func window(_ score: Double) -> ShadowSample {
        ShadowSample(
            binding: Staged.name("b"),
            version: "1",
            inputs: [floats("x", [1, 2], [1, 2])],
            outputs: [],
            answer: .score(score, threshold: 2, candidateThreshold: 20)
        )
    }

    private func disagreement(_ sample: ShadowSample, _ session: FakeSession) -> Disagreement? {
        sample.disagreement(3, sample.compare(with: session), of: "m", version: "2", Self.clock)
    }

    private func giving(_ values: [Float], columns: Int? = nil) -> FakeSession {
        FakeSession(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, columns])],
            outputs: [TensorSignature(name: "y", datatype: .fp32, dimensions: [nil, nil])]
        ) { _ throws(InferenceError) in [floats("y", [1, values.count], values)] }
    }

    private func object(_ json: [UInt8]?) throws -> [String: Any] {
        let found = try JSONSerialization.jsonObject(with: Data(try #require(json)))
        return try #require(found as? [String: Any])
    }

    private func data(_ answer: [String: Any]) -> [Any?] {
        let outputs = answer["outputs"] as? [[String: Any]]
        return outputs?.first?["data"] as? [Any] ?? []
    }

    @Test("[stage-24] both answers are kept beside the input; where they agree there is nothing")
    func both() throws {
        #expect(disagreement(sample([1, 2]), giving([1, 2])) == nil)
        let found = try #require(disagreement(sample([1, 2]), giving([4, 3])))
        #expect(found.number == 3 && found.time == "1970-01-01T00:00:01.000Z" && found.largestDifference == 3)
        #expect(found.binding == nil && found.failure == nil)
        let request = String(decoding: try #require(found.request), as: UTF8.self)
        #expect(request == #"{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1.0,2.0]}]}"#)
        let (served, candidate) = (try object(found.served), try object(found.candidate))
        #expect(served["model_version"] as? String == "1" && data(served) as? [Double] == [1, 2])
        #expect(candidate["model_version"] as? String == "2" && data(candidate) as? [Double] == [4, 3])
    }

    @Test("[stage-24] scores stand beside their own thresholds")
    func scores() throws {
        let found = try #require(disagreement(window(3), giving([1])))
        #expect(found.binding == "b")
        #expect(try object(found.served) as? [String: Double] == ["score": 3, "threshold": 2])
        #expect(try object(found.candidate) as? [String: Double] == ["score": 1, "threshold": 20])
    }

    @Test("[stage-24] numbers that JSON does not have are null, and leave out an input")
    func notFinite() throws {
        let found = try #require(disagreement(sample([.nan, 2]), giving([.infinity, -.infinity])))
        #expect(found.request == nil)
        #expect(data(try object(found.served)).first is NSNull)
        #expect(data(try object(found.candidate)).allSatisfy { $0 is NSNull })
        #expect(found.largestDifference?.isFinite == true)
        let score = try #require(disagreement(window(3), giving([.nan])))
        #expect(try object(score.candidate)["score"] is NSNull)
    }

    @Test("[stage-24] what is too large is left out")
    func large() throws {
        let row = [Float](repeating: 1, count: 1000)
        let found = try #require(disagreement(sample(row), giving([2])))
        #expect(found.request == nil && found.served == nil && found.candidate != nil)
    }

    @Test("[stage-24] what the candidate could not answer is kept with the reason, a short one")
    func failed() throws {
        let refused = try #require(disagreement(sample([1, 2]), giving([1], columns: 3)))
        #expect(refused.failure?.contains("shape") == true && refused.candidate == nil && refused.served != nil)
        let failing = FakeSession { _ throws(InferenceError) in
            throw InferenceError(.runFailed, String(repeating: "no ", count: 1000))
        }
        #expect(disagreement(sample([1, 2]), failing)?.failure?.count == 300)
        let mute = FakeSession { _ throws(InferenceError) in [] }
        #expect(disagreement(window(1), mute)?.failure == "it gives no score")
    }

    @Test("[stage-24] the newest eight are kept")
    func newest() async throws {
        let worker = ShadowWorker(
            name: Staged.name("m"),
            version: "2",
            session: Staged.multiplying(by: -1),
            clock: Self.clock
        )
        let end = ContinuousClock.now + .seconds(60)
        for number in 1...12 {
            worker.add(sample([1, Float(1 + number)]))
            while worker.figures.compared < number, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        while worker.disagreements.last?.number != 12, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(worker.disagreements.map(\.number) == Array(5...12))
        worker.stop()
    }
}
