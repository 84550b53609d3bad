import Tensors

/// The outputs that a run gives, and what the graph has to compute for them.
struct OutputSelection: Sendable {
    /// How an output of the graph becomes a tensor.
    enum Form: Sendable {
        /// It is one.
        case tensor
        /// It is a sequence of maps, one per row, and this is made of their keys.
        case keys
        /// It is a sequence of maps, one per row, and this is made of their values.
        case values
    }

    /// One output of the model.
    struct Part: Sendable {
        let signature: TensorSignature
        let form: Form
        /// The output of the graph that it comes from, by its place there.
        let port: Int
    }

    /// What is given, in this order.
    let parts: [Part]
    /// The outputs of the graph that are computed, each once, by their places there.
    let ports: [Int]
    /// Where the port of each part stands among `ports`.
    let places: [Int]

    init(_ parts: [Part]) {
        var ports: [Int] = []
        self.parts = parts
        places = parts.map { part in
            if let place = ports.firstIndex(of: part.port) { return place }
            ports.append(part.port)
            return ports.count - 1
        }
        self.ports = ports
    }

    /// The parts of these names, in their order.
    ///
    /// - Throws: `runFailed` when a name is unknown or stands twice.
    func selecting(_ names: [String]) throws(InferenceError) -> OutputSelection {
        var chosen: [Part] = []
        for name in names {
            guard let part = parts.first(where: { $0.signature.name == name }),
                !chosen.contains(where: { $0.signature.name == name })
            else {
                let known = parts.map(\.signature.name).joined(separator: ", ")
                throw InferenceError(
                    .runFailed,
                    "output '\(name)' is unknown or asked for twice; the model has [\(known)], each once"
                )
            }
            chosen.append(part)
        }
        return OutputSelection(chosen)
    }
}
