public import Tensors

extension OnnxSession {
    /// Computes outputs from inputs, in the memory of earlier results; safe from several threads at once.
    ///
    /// The inputs' numbers are read where they lie; each result is copied once. Where the shapes are those of the last
    /// results, nothing is allocated but what the library itself needs.
    ///
    /// - Parameters:
    ///   - inputs: Exactly one tensor for each input of the model, found by name, in any order.
    ///   - outputs: The names of the outputs wanted, each at most once; empty for all of them.
    ///   - results: Takes one tensor per output, in the order asked for, or in the model's.
    /// - Throws: `runFailed` when inputs do not fit the model, an output is unknown, or the model fails on the values.
    public func run(
        _ inputs: [Tensor],
        outputs: [String],
        into results: inout [Tensor]
    ) throws(InferenceError) {
        guard inputs.count == model.inputs.count else { throw wrongInputs(inputs) }
        let selection = try selection(of: outputs)
        try unsafe withValues(inputs.count + selection.ports.count) { (values) throws(InferenceError) in
            let given = unsafe Values(rebasing: values[..<inputs.count])
            let computed = unsafe Values(rebasing: values[inputs.count...])
            // Within, since a result may be an input as it is.
            try unsafe bind(0, of: inputs, to: given) { () throws(InferenceError) in
                do throws(OrtFailure) {
                    try unsafe compute(given, selection, computed)
                    try unsafe read(computed, selection, into: &results)
                } catch {
                    let cause = error.message.split(separator: "\n").joined(separator: " ")
                    throw InferenceError(.runFailed, "the model failed on these inputs", cause: cause)
                }
            }
        }
    }

    private func selection(of outputs: [String]) throws(InferenceError) -> OutputSelection {
        if outputs.isEmpty { return everything }
        if outputs.count == 1, let single = singles.first(where: { $0.parts[0].signature.name == outputs[0] }) {
            return single
        }
        return try everything.selecting(outputs)
    }

    private typealias Values = UnsafeMutableBufferPointer<OpaquePointer?>

    /// Room for values, nil at first; those that stand in it afterwards are released.
    private func withValues(
        _ count: Int,
        _ body: (Values) throws(InferenceError) -> Void
    ) throws(InferenceError) {
        try unsafe withUnsafeTemporaryAllocation(
            of: OpaquePointer?.self,
            capacity: count
        ) { (values) throws(InferenceError) in
            unsafe values.initialize(repeating: nil)
            defer { for index in 0..<count { unsafe runtime.table.release(value: values[index]) } }
            try unsafe body(values)
        }
    }

    /// Wraps the inputs from `index` on, one within the other, so that their numbers stay in place during `body`.
    private func bind(
        _ index: Int,
        of inputs: [Tensor],
        to values: Values,
        _ body: () throws(InferenceError) -> Void
    ) throws(InferenceError) {
        guard index < model.inputs.count else { return try body() }
        let tensor = try input(model.inputs[index], among: inputs)
        try unsafe tensor.bytes.withUnsafeBufferPointer { (bytes) throws(InferenceError) in
            unsafe values[index] = try wrap(tensor, UnsafeRawBufferPointer(bytes))
            try unsafe bind(index + 1, of: inputs, to: values, body)
        }
    }

    private func wrap(_ tensor: Tensor, _ bytes: UnsafeRawBufferPointer) throws(InferenceError) -> OpaquePointer {
        do {
            return tensor.datatype == .bytes
                ? try unsafe runtime.table.makeTexts(of: tensor.shape, bytes)
                : try unsafe runtime.table.wrap(
                    bytes,
                    shape: tensor.shape,
                    element: tensor.datatype.ortElement,
                    memory: runtime.memory
                )
        } catch {
            throw InferenceError(.runFailed, "input '\(tensor.name)' was not taken", cause: error.message)
        }
    }

    private func compute(_ inputs: Values, _ selection: OutputSelection, _ results: Values) throws(OrtFailure) {
        try unsafe withUnsafeTemporaryAllocation(
            of: UnsafePointer<CChar>?.self,
            capacity: selection.ports.count
        ) { (names) throws(OrtFailure) in
            for place in selection.ports.indices {
                unsafe names.initializeElement(at: place, to: outputNames.list[selection.ports[place]])
            }
            try unsafe runtime.table.run(
                session,
                inputNames: inputNames.list,
                inputs: inputs,
                outputNames: names,
                outputs: results
            )
        }
    }

    /// Copies values into results, of which there are as many as parts afterwards.
    private func read(
        _ values: Values,
        _ selection: OutputSelection,
        into results: inout [Tensor]
    ) throws(OrtFailure) {
        results.removeLast(max(0, results.count - selection.parts.count))
        for index in selection.parts.indices {
            let part = selection.parts[index]
            let name = part.signature.name
            guard let value = unsafe values[selection.places[index]] else {
                throw OrtFailure(code: nil, message: "output '\(name)' stayed empty")
            }
            var room = index < results.count ? ResultRoom(of: &results[index]) : ResultRoom()
            do throws(OrtFailure) {
                try unsafe runtime.table.read(value, part.form, part.signature.datatype, into: &room)
            } catch {
                throw OrtFailure(code: error.code, message: "output '\(name)': \(error.message)")
            }
            guard let tensor = room.tensor(name, part.signature.datatype) else {
                throw OrtFailure(code: nil, message: "output '\(name)' has elements that are none of its type")
            }
            if index < results.count { results[index] = tensor } else { results.append(tensor) }
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
}
