public import Tensors

extension OnnxSession {
    /// Computes outputs from inputs; safe from several threads at once.
    ///
    /// The inputs' numbers are read where they lie; each result is copied once.
    ///
    /// - Parameters:
    ///   - inputs: Exactly one tensor for each input of the model, found by name, in any order.
    ///   - outputs: The names of the outputs wanted, each at most once; empty for all of them.
    /// - Returns: One tensor per output, in the order asked for, or in the model's.
    /// - Throws: `runFailed` when inputs do not fit the model, an output is unknown, or the model fails on the values.
    public func run(_ inputs: [Tensor], outputs: [String], into results: inout [Tensor]) throws(InferenceError) {
        results = try answers(inputs, outputs: outputs)
    }

    private func answers(_ inputs: [Tensor], outputs: [String]) throws(InferenceError) -> [Tensor] {
        guard inputs.count == model.inputs.count else { throw wrongInputs(inputs) }
        let wanted = try indices(ofOutputs: outputs)
        let names = unsafe wanted.map { unsafe $0.map { unsafe outputNames.list[$0] } } ?? outputNames.list
        let signatures = wanted.map { $0.map { model.outputs[$0] } } ?? model.outputs
        return try unsafe withValues(inputs.count) { (given) throws(InferenceError) in
            try unsafe bind(0, of: inputs, to: given) { () throws(InferenceError) in
                try unsafe withValues(signatures.count) { (results) throws(InferenceError) in
                    try unsafe compute(given, names, signatures, results)
                }
            }
        }
    }

    private typealias Values = UnsafeMutableBufferPointer<OpaquePointer?>

    /// Room for values, nil at first; those that stand in it afterwards are released.
    private func withValues(
        _ count: Int,
        _ body: (Values) throws(InferenceError) -> [Tensor]
    ) throws(InferenceError) -> [Tensor] {
        try unsafe withUnsafeTemporaryAllocation(
            of: OpaquePointer?.self,
            capacity: count
        ) { (values) throws(InferenceError) in
            unsafe values.initialize(repeating: nil)
            defer { for index in 0..<count { unsafe runtime.table.release(value: values[index]) } }
            return try unsafe body(values)
        }
    }

    /// Wraps the inputs from `index` on, one within the other, so that their numbers stay in place during `body`.
    private func bind(
        _ index: Int,
        of inputs: [Tensor],
        to values: Values,
        _ body: () throws(InferenceError) -> [Tensor]
    ) throws(InferenceError) -> [Tensor] {
        guard index < model.inputs.count else { return try body() }
        let tensor = try input(model.inputs[index], among: inputs)
        return try unsafe tensor.bytes.withUnsafeBufferPointer { (bytes) throws(InferenceError) in
            unsafe values[index] = try wrap(tensor, UnsafeRawBufferPointer(bytes))
            return try unsafe bind(index + 1, of: inputs, to: values, body)
        }
    }

    private func wrap(_ tensor: Tensor, _ bytes: UnsafeRawBufferPointer) throws(InferenceError) -> OpaquePointer {
        do {
            return try unsafe runtime.table.wrap(
                bytes.baseAddress,
                bytes: bytes.count,
                shape: tensor.shape,
                element: tensor.datatype.ortElement,
                memory: runtime.memory
            )
        } catch {
            throw InferenceError(.runFailed, "input '\(tensor.name)' was not taken", cause: error.message)
        }
    }

    private func compute(
        _ inputs: Values,
        _ names: [UnsafePointer<CChar>?],
        _ signatures: [TensorSignature],
        _ results: Values
    ) throws(InferenceError) -> [Tensor] {
        do throws(OrtFailure) {
            try unsafe runtime.table.run(
                session,
                inputNames: inputNames.list,
                inputs: inputs,
                outputNames: names,
                outputs: results
            )
            var tensors: [Tensor] = []
            tensors.reserveCapacity(signatures.count)
            for (index, signature) in signatures.enumerated() {
                guard let value = unsafe results[index] else {
                    throw OrtFailure(code: nil, message: "output '\(signature.name)' stayed empty")
                }
                tensors.append(try unsafe runtime.table.tensor(value, signature: signature))
            }
            return tensors
        } catch {
            let cause = error.message.split(separator: "\n").joined(separator: " ")
            throw InferenceError(.runFailed, "the model failed on these inputs", cause: cause)
        }
    }
}

// MARK: - Matching by name

extension OnnxSession {
    private func input(_ signature: TensorSignature, among inputs: [Tensor]) throws(InferenceError) -> Tensor {
        guard let tensor = inputs.first(where: { $0.name == signature.name }) else { throw wrongInputs(inputs) }
        guard tensor.datatype == signature.datatype else {
            throw InferenceError(
                .runFailed,
                "input '\(tensor.name)' is \(tensor.datatype.rawValue), the model expects \(signature.datatype.rawValue)"
            )
        }
        guard signature.accepts(tensor.shape) else {
            let expected = signature.wireShape.map(String.init).joined(separator: ",")
            throw InferenceError(
                .runFailed,
                "input '\(tensor.name)' has shape \(tensor.shape), the model expects [\(expected)]"
            )
        }
        return tensor
    }

    private func wrongInputs(_ inputs: [Tensor]) -> InferenceError {
        let expected = model.inputs.map(\.name).joined(separator: ", ")
        let found = inputs.map(\.name).joined(separator: ", ")
        return InferenceError(.runFailed, "the inputs are [\(found)], the model expects [\(expected)], each once")
    }

    /// Where the outputs asked for stand in the model; nil when all are wanted.
    private func indices(ofOutputs names: [String]) throws(InferenceError) -> [Int]? {
        guard !names.isEmpty else { return nil }
        var indices: [Int] = []
        for name in names {
            guard let index = model.outputs.firstIndex(where: { $0.name == name }), !indices.contains(index) else {
                let known = model.outputs.map(\.name).joined(separator: ", ")
                throw InferenceError(
                    .runFailed,
                    "output '\(name)' is unknown or asked for twice; the model has [\(known)], each once"
                )
            }
            indices.append(index)
        }
        return indices
    }
}
