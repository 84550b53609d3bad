public import Tensors

/// A loaded model that answers tensors with tensors, from any thread and from several at once.
public protocol InferenceSession: AnyObject, Sendable {
    /// What the model takes and gives.
    var model: ModelDescription { get }

    /// Computes outputs from inputs, in the memory of earlier results.
    ///
    /// - Parameters:
    ///   - inputs: Exactly one tensor for each input of the model, found by name, in any order.
    ///   - outputs: The names of the outputs wanted, each at most once; empty for all of them.
    ///   - results: Takes one tensor per output, in the order asked for, or in the model's. The memory of the tensors that
    ///     stand there is used again. After an error they hold nothing of use, but can be given to another run.
    /// - Throws: `runFailed` when inputs do not fit the model, an output is unknown, or the model fails on the values.
    func run(_ inputs: [Tensor], outputs: [String], into results: inout [Tensor]) throws(InferenceError)
}

extension InferenceSession {
    /// Computes outputs from inputs; see ``run(_:outputs:into:)``.
    ///
    /// - Returns: One tensor per output, in the order asked for, or in the model's.
    public func run(_ inputs: [Tensor], outputs: [String] = []) throws(InferenceError) -> [Tensor] {
        var results: [Tensor] = []
        try run(inputs, outputs: outputs, into: &results)
        return results
    }
}
