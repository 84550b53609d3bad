import ArgumentParser
import Tensors

/// An input on the command line: `X=1,2,3;4,5,6`, `X[2,3]=1,2,3,4,5,6`, `X:INT64=1,2,3`.
struct InputArgument {
    private let name: String
    private let datatype: Datatype?
    private let dimensions: [Int]?
    /// Rows of numbers as they were written, all of one length.
    private let rows: [[Substring]]

    /// Reads an argument.
    ///
    /// - Throws: what is wrong with it; whether the numbers are numbers is known only with the datatype.
    init(parsing argument: String) throws {
        guard let equals = argument.firstIndex(of: "=") else {
            throw ValidationError("'\(argument)' has no '='; expected NAME=numbers, such as X=5.1,3.5,1.4,0.2")
        }
        var head = argument[..<equals]
        (head, dimensions) = try Self.shape(head)
        (head, datatype) = try Self.datatype(head)
        guard !head.isEmpty else {
            throw ValidationError("'\(argument)' names no input; expected NAME=numbers, such as X=5.1,3.5,1.4,0.2")
        }
        name = String(head)
        let text = argument[argument.index(after: equals)...]
        rows = text.isEmpty ? [] : Self.parts(text, ";").map { Self.parts($0, ",") }
        guard rows.allSatisfy({ $0.count == rows[0].count }) else {
            throw ValidationError(
                "'\(name)' has rows of \(rows.map { "\($0.count)" }.joined(separator: ", ")) numbers; all must be of one length"
            )
        }
    }

    /// The tensor; what is not said is taken from the model where it is known, else rows of FP32.
    func tensor(for signatures: [TensorSignature]) throws -> Tensor {
        let signature = signatures.first { $0.name == name }
        let numbers = rows.flatMap { $0 }
        let dimensions = dimensions ?? guess(signature, count: numbers.count)
        let elements: Tensor.Elements =
            switch datatype ?? signature?.datatype ?? .fp32 {
            case .fp32: .fp32(try numbers.map { try number($0, "a finite FP32 number", Self.finite) })
            case .int64: .int64(try numbers.map { try number($0, "an INT64 number") { Int64($0) } })
            }
        guard let shape = Shape(dimensions), let tensor = Tensor(name: name, shape: shape, elements: elements) else {
            let wanted = dimensions.map(String.init).joined(separator: ",")
            throw ValidationError(
                "--input \(name): \(numbers.count) numbers do not fill the shape [\(wanted)]; give another as \(name)[2,3]=…"
            )
        }
        return tensor
    }

    private static func shape(_ head: Substring) throws -> (Substring, [Int]?) {
        guard head.hasSuffix("]"), let open = head.lastIndex(of: "[") else { return (head, nil) }
        let text = head[head.index(after: open)...].dropLast()
        let sizes = text.isEmpty ? [] : parts(text, ",")
        let dimensions = sizes.compactMap { Int($0) }.filter { $0 >= 0 }
        guard dimensions.count == sizes.count else {
            throw ValidationError("'[\(text)]' is no shape; expected whole numbers, such as X[2,3]=1,2,3,4,5,6")
        }
        return (head[..<open], dimensions)
    }

    private static func datatype(_ head: Substring) throws -> (Substring, Datatype?) {
        guard let colon = head.lastIndex(of: ":") else { return (head, nil) }
        let word = String(head[head.index(after: colon)...])
        if let datatype = Datatype(rawValue: word) { return (head[..<colon], datatype) }
        // The name of an input may have a colon of its own.
        guard protocolDatatypes.contains(word.uppercased()) else { return (head, nil) }
        let accepted = Datatype.allCases.map(\.rawValue).joined(separator: " or ")
        throw ValidationError("datatype \(word) is not accepted; expected \(accepted), such as X:INT64=1,2,3")
    }

    /// The datatypes of the Open Inference Protocol.
    private static let protocolDatatypes: Set = [
        "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
        "BYTES",
    ]

    private static func parts(_ text: Substring, _ separator: Character) -> [Substring] {
        text.split(separator: separator, omittingEmptySubsequences: false)
            .map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { part in part.lastIndex { !$0.isWhitespace }.map { part[...$0] } ?? "" }
    }

    private static func finite(_ text: Substring) -> Float? {
        Float(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private func guess(_ signature: TensorSignature?, count: Int) -> [Int] {
        guard let signature else { return [rows.count, rows.first?.count ?? 0] }
        // One free dimension takes what is left; more of them are 1.
        var left = count
        for size in signature.dimensions { if let size, size > 0 { left /= size } }
        return signature.dimensions.map { size in
            if let size { return size }
            defer { left = 1 }
            return left
        }
    }

    private func number<Number>(_ text: Substring, _ wanted: String, _ read: (Substring) -> Number?) throws -> Number {
        guard let value = read(text) else {
            let found = text.isEmpty ? "nothing stands where" : "'\(text)' is not"
            throw ValidationError("--input \(name): \(found) \(wanted)\(text.isEmpty ? " is expected" : "")")
        }
        return value
    }
}
