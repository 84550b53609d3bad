import Inference
import OpenInference
import Support
import Tensors
import Testing

@testable import Edge

/// What a door said.
typealias Said = Result<InferAnswer, InferError>

extension NodeDoor {
    /// Asks a model of two numbers a row.
    func ask(
        _ numbers: [Float],
        of model: String = "m",
        version: String? = nil,
        timeout: Int? = nil,
        client: String = ""
    ) async -> Said {
        let request = InferRequest(
            inputs: [floats("x", [numbers.count / 2, 2], numbers)],
            timeoutMicroseconds: timeout
        )
        return await ask(InferCall(model: model, version: version, request: request) { client })
    }

    func ask(_ call: InferCall) async -> Said {
        do throws(InferError) {
            return .success(try await infer(call))
        } catch {
            return .failure(error)
        }
    }

    /// What comes of loading or unloading; nil: it is done.
    func change(_ body: (NodeDoor) async throws(RepositoryError) -> Void) async -> RepositoryError? {
        do throws(RepositoryError) {
            try await body(self)
            return nil
        } catch {
            return error
        }
    }
}

extension Result where Success == InferAnswer, Failure == InferError {
    /// The numbers of the first output that are the request's own.
    var numbers: [Float]? {
        guard case .success(let answer) = self else { return nil }
        return answer.ownOutputs.first.map { EdgeTests.numbers($0) }
    }

    var error: InferError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }

    var version: String? { try? get().version }
}

extension Staged {
    /// Costs of a model with a thread of its own, which joins up to eight rows.
    static let joining = ModelProfile(fixedCost: .zero, rowCost: .zero, batchLimit: 8, isPredictable: false)
}
