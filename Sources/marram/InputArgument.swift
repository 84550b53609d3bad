import ArgumentParser
import Tensors

/// An input on the command line: `X=1,2,3;4,5,6`, `X[2,3]=1,2,3,4,5,6`, `X:INT64=1,2,3`.
struct InputArgument: ExpressibleByArgument {
    private let name: String
    private let datatype: Datatype?
    private let dimensions: [Int]?
    private let rows: [[Substring]]

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        var head = argument[..<equals]
        var datatype: Datatype?
        var dimensions: [Int]?
        if head.hasSuffix("]"), let open = head.lastIndex(of: "[") {
            let sizes = head[head.index(after: open)..<head.index(before: head.endIndex)].split(separator: ",")
            dimensions = sizes.compactMap { Int($0) }
            guard dimensions?.count == sizes.count else { return nil }
            head = head[..<open]
        }
        if let colon = head.lastIndex(of: ":"), let named = Datatype(rawValue: String(head[head.index(after: colon)...])) {
            datatype = named
            head = head[..<colon]
        }
        guard !head.isEmpty else { return nil }
        name = String(head)
        self.datatype = datatype
        self.dimensions = dimensions
        rows = argument[argument.index(after: equals)...].split(separator: ";").map { $0.split(separator: ",") }
    }

    /// The tensor; what is not said is taken from the model where it is known, else rows of FP32.
    func tensor(for signatures: [TensorSignature]) throws -> Tensor {
        let signature = signatures.first { $0.name == name }
        let numbers = rows.flatMap { $0 }.map { $0.trimmingPrefix(while: \.isWhitespace) }
        guard let shape = Shape(dimensions ?? guess(signature, count: numbers.count)), shape.count == numbers.count else {
            throw ValidationError(
                "--input \(name): \(numbers.count) numbers do not make a tensor of shape \(dimensions ?? []); rows must be of one length"
            )
        }
        let elements: Tensor.Elements
        switch datatype ?? signature?.datatype ?? .fp32 {
        case .fp32: elements = .fp32(try numbers.map { try number($0, "a finite FP32 number") { Float($0).flatMap { $0.isFinite ? $0 : nil } } })
        case .int64: elements = .int64(try numbers.map { try number($0, "an INT64 number") { Int64($0) } })
        }
        guard let tensor = Tensor(name: name, shape: shape, elements: elements) else {
            throw ValidationError("--input \(name): \(numbers.count) numbers do not fill the shape \(shape)")
        }
        return tensor
    }

    private func guess(_ signature: TensorSignature?, count: Int) -> [Int] {
        guard let signature else {
            return rows.contains { $0.count != rows[0].count } ? [-1] : [rows.count, rows.first?.count ?? 0]
        }
        let known = signature.dimensions.compactMap { $0 }.reduce(1, *)
        // One free dimension takes what is left; more of them are 1.
        var left = known > 0 ? count / known : 0
        return signature.dimensions.map { size in
            if let size { return size }
            defer { left = 1 }
            return left
        }
    }

    private func number<Number>(_ text: Substring, _ wanted: String, _ read: (Substring) -> Number?) throws -> Number {
        guard let value = read(text) else { throw ValidationError("--input \(name): '\(text)' is not \(wanted)") }
        return value
    }
}
