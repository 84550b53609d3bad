import Inference
import OpenInference
import Tensors

/// Requests for one model that run together.
struct Batch: Sendable {
    /// An answer's tensors, or why there are none.
    typealias Outcome = Result<[Tensor], InferError>

    let requests: [InferRequest]

    /// The number of rows of all requests.
    var rows: Int { requests.reduce(0) { $0 + (Rows.count($1.inputs) ?? 1) } }

    /// Sorts requests into batches of at most `limit` rows; returns the places of each batch's requests.
    ///
    /// Only requests that ask for the same outputs and whose inputs match are joined; order within a batch is kept.
    static func plan(_ requests: [InferRequest], limit: Int) -> [[Int]] {
        guard limit > 1 else { return requests.indices.map { [$0] } }
        var batches: [(places: [Int], rows: Int)] = []
        for (place, request) in requests.enumerated() {
            let rows = Rows.count(request.inputs) ?? limit
            if rows > 0, rows < limit,
                let index = batches.lastIndex(where: { batch in
                    batch.rows + rows <= limit && requests[batch.places[0]].joins(request)
                })
            {
                batches[index].places.append(place)
                batches[index].rows += rows
            } else {
                batches.append(([place], max(rows, 1)))
            }
        }
        return batches.map(\.places)
    }

    /// Runs the batch; when it fails as a whole, each request runs alone, so that only the culprit gets the error.
    func run(on session: any InferenceSession) -> [Outcome] {
        guard requests.count > 1 else { return requests.map { Self.run($0, on: session) } }
        let rows = requests.map { Rows.count($0.inputs) ?? 0 }
        if let joined = Rows.join(requests.map(\.inputs)),
            let outputs = try? session.run(joined, outputs: requests[0].outputs.map(\.name)),
            let parts = Rows.split(outputs, rows: rows)
        {
            return parts.map { .success($0) }
        }
        return requests.map { Self.run($0, on: session) }
    }

    private static func run(_ request: InferRequest, on session: any InferenceSession) -> Outcome {
        do throws(InferenceError) {
            return .success(try session.run(request.inputs, outputs: request.outputs.map(\.name)))
        } catch {
            return .failure(InferError(.internal, "the model failed on this request: \(error)"))
        }
    }
}

extension InferRequest {
    /// True when the two can run as one.
    fileprivate func joins(_ other: InferRequest) -> Bool {
        outputs.map(\.name) == other.outputs.map(\.name) && Rows.match(inputs, other.inputs)
    }
}
