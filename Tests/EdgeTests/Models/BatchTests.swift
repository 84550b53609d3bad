import Inference
import OpenInference
import Synchronization
import Tensors
import Testing

@testable import Edge

private func request(_ values: [Float], rows: Int = 1, outputs: [String] = []) -> Asked {
    Asked([floats("x", [rows, values.count / rows], values)], outputs: outputs)
}

/// The first numbers of each request of each batch, as they are taken one after the other.
private func batches(_ requests: [Asked], limit: Int) -> [[Float]] {
    let batch = Batch<Asked>()
    var waiting = requests
    var taken: [[Float]] = []
    while true {
        batch.take(from: &waiting, limit: limit) { _ in true }
        guard !batch.members.isEmpty else { return taken }
        taken.append(batch.members.map { numbers($0.request.inputs[0])[0] })
    }
}

/// What a batch of requests gives, each request's tensors or its error.
private func answers(_ requests: [Asked], on session: FakeSession) -> [Result<[Tensor], InferError>] {
    let batch = Batch<Asked>()
    var waiting = requests
    batch.take(from: &waiting, limit: 64) { _ in true }
    #expect(waiting.isEmpty)
    batch.run(on: session)
    return batch.outcomes.map { outcome in
        switch outcome {
        case .whole: .success(batch.results)
        case .rows(let rows):
            .success(
                batch.results.map {
                    floats($0.name, [rows.count, 2], Array(numbers($0)[2 * rows.startIndex..<2 * rows.endIndex]))
                }
            )
        case .alone(let tensors): .success(tensors)
        case .failed(let error): .failure(error)
        }
    }
}

@Suite("Batch")
struct BatchTests {
    @Test("joins what matches, up to the limit of rows, in the order of arrival")
    func plans() {
        let requests = [
            request([1, 2]), request([3, 4]), request([5, 6, 7]), request([8, 9]), request([1, 1, 2, 2], rows: 2),
        ]
        #expect(batches(requests, limit: 3) == [[1, 3, 8], [5], [1]])
        #expect(batches(requests, limit: 64) == [[1, 3, 8, 1], [5]])
        #expect(batches(requests, limit: 1) == [[1], [3], [5], [8], [1]])
    }

    @Test("keeps requests apart that ask for other outputs, or are as large as the limit")
    func apart() {
        #expect(batches([request([1, 2]), request([3, 2], outputs: ["y"])], limit: 8) == [[1], [3]])
        #expect(batches([request([1, 2, 3, 4], rows: 4), request([5])], limit: 4) == [[1], [5]])
    }

    @Test("takes only what is admitted, however far behind it waits")
    func admits() {
        let batch = Batch<Asked>()
        var waiting = (0..<500).map { request([Float($0), 0]) }
        batch.take(from: &waiting, limit: 1) { numbers($0.request.inputs[0])[0] == 499 }
        #expect(batch.members.map { numbers($0.request.inputs[0])[0] } == [499])
        #expect(waiting.map { numbers($0.request.inputs[0])[0] } == (0..<499).map { Float($0) })
    }

    @Test("gives each request its own rows")
    func outcomes() throws {
        let outcomes = answers([request([1, 2]), request([3, 4])], on: .doubling())
        #expect(try outcomes[0].get() == [floats("y", [1, 2], [2, 4])])
        #expect(try outcomes[1].get() == [floats("y", [1, 2], [6, 8])])
    }

    @Test("only the culprit gets the error when a batch fails: [edge-61]")
    func culprit() throws {
        let session = FakeSession { inputs throws(InferenceError) in
            if numbers(inputs[0]).contains(13) { throw InferenceError(.runFailed, "13 is not allowed") }
            return [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]))]
        }
        let outcomes = answers([request([1, 2]), request([13, 4]), request([5, 6])], on: session)
        #expect(try outcomes[0].get() == [floats("y", [1, 2], [1, 2])])
        #expect(try outcomes[2].get() == [floats("y", [1, 2], [5, 6])])
        #expect { try outcomes[1].get() } throws: { ($0 as? InferError)?.code == .internal }
    }

    @Test("runs requests one by one when the outputs do not have their rows")
    func strangeOutputs() throws {
        let runs = Mutex(0)
        let session = FakeSession { inputs throws(InferenceError) in
            runs.withLock { $0 += 1 }
            return [floats("y", [1], [numbers(inputs[0]).reduce(0, +)])]
        }
        let outcomes = answers([request([1, 2]), request([3, 4])], on: session)
        #expect(try outcomes[0].get() == [floats("y", [1], [3])])
        #expect(try outcomes[1].get() == [floats("y", [1], [7])])
        #expect(runs.withLock { $0 } == 3)
    }

    @Test("can be used again after any outcome")
    func again() throws {
        let batch = Batch<Asked>()
        for value in [Float(13), 1, 13, 2] {
            let session = FakeSession { inputs throws(InferenceError) in
                if numbers(inputs[0]).contains(13) { throw InferenceError(.runFailed, "13 is not allowed") }
                return inputs
            }
            var waiting = [request([value, 0])]
            batch.take(from: &waiting, limit: 8) { _ in true }
            batch.run(on: session)
            if case .failed = batch.outcomes[0] { #expect(value == 13) } else { #expect(value != 13) }
        }
    }
}
