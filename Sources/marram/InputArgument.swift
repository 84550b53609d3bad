import ArgumentParser
import Tensors

/// An input on the command line: `X=1,2,3;4,5,6`, `X[2,3]=1,2,3,4,5,6`, `X:INT64=1,2,3`, `S:BYTES=red,green`.
struct InputArgument {
    private let name: String
    private let datatype: Datatype?
    private let dimensions: [Int]?
    /// Rows of elements as they were written, all of one length.
    private let rows: [[Substring]]

    /// Reads an argument.
    ///
    /// - Throws: what is wrong with it; whether the elements are what they should be is known only with the datatype.
    init(parsing argument: String) throws {
        guard let equals = argument.firstIndex(of: "=") else {
            throw ValidationError("'\(argument)' has no '='; expected NAME=values, such as X=5.1,3.5,1.4,0.2")
        }
        var head = argument[..<equals]
        (head, dimensions) = try Self.shape(head)
        (head, datatype) = try Self.datatype(head)
        guard !head.isEmpty else {
            throw ValidationError("'\(argument)' names no input; expected NAME=values, such as X=5.1,3.5,1.4,0.2")
        }
        name = String(head)
        let text = argument[argument.index(after: equals)...]
        rows = text.isEmpty ? [] : Self.parts(text, ";").map { Self.parts($0, ",") }
        guard rows.allSatisfy({ $0.count == rows[0].count }) else {
            throw ValidationError(
                "'\(name)' has rows of \(rows.map { "\($0.count)" }.joined(separator: ", ")) values; all must be of one length"
            )
        }
    }

    /// The tensor; what is not said is taken from the model where it is known, else rows of FP32.
    func tensor(for signatures: [TensorSignature]) throws -> Tensor {
        let signature = signatures.first { $0.name == name }
        let values = rows.flatMap { $0 }
        let dimensions = dimensions ?? guess(signature, count: values.count)
        let datatype = datatype ?? signature?.datatype ?? .fp32
        guard let shape = Shape(dimensions), let tensor = try tensor(datatype, shape, values) else {
            let wanted = dimensions.map(String.init).joined(separator: ",")
            throw ValidationError(
                "--input \(name): \(values.count) values do not fill the shape [\(wanted)]; give another as \(name)[2,3]=…"
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
        guard Datatype(rawValue: word.uppercased()) != nil else { return (head, nil) }
        let accepted = Datatype.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("datatype \(word) is not accepted; expected one of \(accepted), such as X:INT64=1,2,3")
    }

    /// The elements as a tensor; nil when there are not as many as the shape says.
    private func tensor(_ datatype: Datatype, _ shape: Shape, _ texts: [Substring]) throws -> Tensor? {
        func whole<Number: TensorElement & FixedWidthInteger>(_ type: Number.Type) throws -> Tensor? {
            let wanted = "a whole number of \(datatype.rawValue), \(Number.min) to \(Number.max),"
            return Tensor(name: name, shape: shape, try texts.map { try element($0, wanted) { Number($0) } })
        }
        func fraction<Number: TensorElement>(_ read: (Substring) -> Number?) throws -> Tensor? {
            let wanted = "a finite number of \(datatype.rawValue)"
            return Tensor(name: name, shape: shape, try texts.map { try element($0, wanted, read) })
        }
        return switch datatype {
        case .bool:
            Tensor(name: name, shape: shape, try texts.map { try element($0, "true or false") { Bool(String($0)) } })
        case .uint8: try whole(UInt8.self)
        case .uint16: try whole(UInt16.self)
        case .uint32: try whole(UInt32.self)
        case .uint64: try whole(UInt64.self)
        case .int8: try whole(Int8.self)
        case .int16: try whole(Int16.self)
        case .int32: try whole(Int32.self)
        case .int64: try whole(Int64.self)
        case .fp16: try fraction { Double($0).map { Float16($0) }.flatMap { $0.isFinite ? $0 : nil } }
        case .bf16: try fraction { Double($0).map { BFloat16($0) }.flatMap { $0.isFinite ? $0 : nil } }
        case .fp32: try fraction { Float($0).flatMap { $0.isFinite ? $0 : nil } }
        case .fp64: try fraction { Double($0).flatMap { $0.isFinite ? $0 : nil } }
        case .bytes: Tensor(name: name, shape: shape, texts: texts.map { Array($0.utf8) })
        }
    }

    private static func parts(_ text: Substring, _ separator: Character) -> [Substring] {
        text.split(separator: separator, omittingEmptySubsequences: false)
            .map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { part in part.lastIndex { !$0.isWhitespace }.map { part[...$0] } ?? "" }
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

    private func element<Number>(_ text: Substring, _ wanted: String, _ read: (Substring) -> Number?) throws -> Number {
        guard let value = read(text) else {
            let found = text.isEmpty ? "nothing stands where" : "'\(text)' is not"
            throw ValidationError("--input \(name): \(found) \(wanted)\(text.isEmpty ? " is expected" : "")")
        }
        return value
    }
}
