import Tensors

/// The inputs or the outputs of a model file, as signatures where Marram can serve them.
struct ModelPorts {
    let ports: [OrtTable.Port]
    let side: OrtTable.Side
    let file: String

    /// Makes the ports of one side of a file.
    init(_ ports: [OrtTable.Port], _ side: OrtTable.Side, file: String) {
        self.ports = ports
        self.side = side
        self.file = file
    }

    /// The signatures of inputs.
    ///
    /// - Throws: `modelUnsupported` when one is anything but a tensor of a datatype.
    func inputs() throws(InferenceError) -> [TensorSignature] {
        var signatures: [TensorSignature] = []
        for port in ports {
            guard case .tensor(let element, let dimensions) = port.type, let datatype = Datatype(ortElement: element)
            else { throw unsupported(port) }
            signatures.append(port.signature(datatype, dimensions))
        }
        return signatures
    }

    /// What outputs give: a sequence of maps, one per row, becomes a tensor of their values and one of their keys.
    ///
    /// - Throws: `modelUnsupported` when one is anything else but a tensor of a datatype.
    func outputs() throws(InferenceError) -> [OutputSelection.Part] {
        var parts: [OutputSelection.Part] = []
        for (index, port) in ports.enumerated() {
            switch port.type {
            case .tensor(let element, let dimensions):
                guard let datatype = Datatype(ortElement: element) else { throw unsupported(port) }
                let signature = port.signature(datatype, dimensions)
                parts.append(OutputSelection.Part(signature: signature, form: .tensor, port: index))
            case .sequence(.map(let key, .tensor(Datatype.fp32.ortElement, _))):
                guard let keys = Datatype(ortElement: key), keys == .int64 || keys == .bytes else {
                    throw unsupported(port)
                }
                let (values, labels) = try names(ofMaps: port)
                parts.append(.table(values, .fp32, .values, port: index))
                parts.append(.table(labels, keys, .keys, port: index))
            default: throw unsupported(port)
            }
        }
        return parts
    }

    /// `probabilities` and `labels`, behind the output's name where another output goes by one of them or has maps too.
    private func names(ofMaps port: OrtTable.Port) throws(InferenceError) -> (values: String, labels: String) {
        let others = ports.filter { $0.name != port.name }
        let isAlone = others.allSatisfy { other in
            if case .sequence = other.type { return false }
            return other.name != "probabilities" && other.name != "labels"
        }
        let prefix = isAlone ? "" : "\(port.name)_"
        let names = (values: "\(prefix)probabilities", labels: "\(prefix)labels")
        guard let taken = others.first(where: { $0.name == names.values || $0.name == names.labels }) else {
            return names
        }
        throw InferenceError(
            .modelUnsupported,
            "\(file): output '\(port.name)' would be given as '\(names.values)' and '\(names.labels)', "
                + "and there is an output '\(taken.name)' already: rename it"
        )
    }

    private func unsupported(_ port: OrtTable.Port) -> InferenceError {
        let datatypes = Datatype.allCases.map(\.rawValue).joined(separator: ", ")
        let maps = side == .output ? ", and a classifier's sequence(map(int64 or string, tensor(float)))," : ""
        return InferenceError(
            .modelUnsupported,
            "\(file): \(side.rawValue) '\(port.name)' is \(port.type.words); tensors of \(datatypes)\(maps) "
                + "are supported: \(port.type.remedy)"
        )
    }
}

extension OrtTable.Port {
    fileprivate func signature(_ datatype: Datatype, _ dimensions: [Int64]) -> TensorSignature {
        TensorSignature(name: name, datatype: datatype, dimensions: dimensions.map { $0 < 0 ? nil : Int($0) })
    }
}

extension OutputSelection.Part {
    /// A table made of maps, of any number of rows and columns.
    fileprivate static func table(
        _ name: String,
        _ datatype: Datatype,
        _ form: OutputSelection.Form,
        port: Int
    ) -> OutputSelection.Part {
        let signature = TensorSignature(name: name, datatype: datatype, dimensions: [nil, nil])
        return OutputSelection.Part(signature: signature, form: form, port: port)
    }
}

extension OrtType {
    /// What to do about a model that has an input or output of this type, which is not supported.
    fileprivate var remedy: String {
        switch self {
        case .tensor: "cast between it and float or int64 inside the graph"
        case .sequence(.map), .map:
            "export a classifier with zipmap=False, else keys and values as tensors of their own"
        case .sequence: "join it to one tensor inside the graph, as ConcatFromSequence does"
        case .optional: "leave the optional out, as OptionalGetElement does inside the graph"
        case .sparseTensor: "export the model with a dense tensor"
        case .opaque, .other: "export the model so that it is a plain tensor"
        }
    }
}
