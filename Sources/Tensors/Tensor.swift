/// A named, dense, row-major array of elements.
///
/// A tensor cannot be invalid: its bytes hold just as many elements as its shape says, and each is one of its type.
public struct Tensor: Sendable, Equatable {
    /// The input or output of the model that it belongs to.
    public let name: String
    /// The element type.
    public let datatype: Datatype
    /// The dimensions.
    public private(set) var shape: Shape
    /// The elements as they are in memory and in the binary encoding of the protocol: row-major, little-endian.
    ///
    /// A BOOL is one byte, 0 or 1; an element of BYTES is its length in four bytes and then itself. (Only little-endian
    /// machines are served: there this is how numbers lie in memory.)
    public private(set) var bytes: [UInt8]

    /// Makes a tensor of bytes; nil where they are not what datatype and shape say.
    public init?(name: String, datatype: Datatype, shape: Shape, bytes: consuming [UInt8]) {
        guard Self.count(bytes, datatype) == shape.count else { return nil }
        self.init(unchecked: name, datatype, shape, bytes)
    }

    /// Makes a tensor of numbers; nil when there are not as many as the shape says.
    public init?<Element: TensorElement>(name: String, shape: Shape, _ values: [Element]) {
        guard values.count == shape.count else { return nil }
        let bytes = unsafe values.withUnsafeBytes { unsafe [UInt8]($0) }
        self.init(unchecked: name, Element.datatype, shape, bytes)
    }

    /// Makes a tensor of BYTES; nil when there are not as many texts as the shape says, or one has 4 GiB or more.
    public init?(name: String, shape: Shape, texts: [[UInt8]]) {
        guard texts.count == shape.count else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.reduce(0) { $0 + 4 + $1.count })
        for text in texts {
            guard bytes.appendElement(text) else { return nil }
        }
        self.init(unchecked: name, .bytes, shape, bytes)
    }

    private init(unchecked name: String, _ datatype: Datatype, _ shape: Shape, _ bytes: consuming [UInt8]) {
        self.name = name
        self.datatype = datatype
        self.shape = shape
        self.bytes = bytes
    }

    /// Gives up the memory of the elements, emptied, for other elements; what is left is a tensor of none.
    public mutating func takeMemory() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        taken.removeAll(keepingCapacity: true)
        shape = .none
        return taken
    }

    /// The numbers; nil when they are of another type.
    public func values<Element: TensorElement>(as type: Element.Type = Element.self) -> [Element]? {
        guard datatype == Element.datatype else { return nil }
        guard shape.count > 0 else { return [] }
        return unsafe [Element](unsafeUninitializedCapacity: shape.count) { buffer, count in
            unsafe bytes.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = shape.count
        }
    }

    /// The elements of BYTES; nil when they are numbers.
    public var texts: [[UInt8]]? {
        guard datatype == .bytes else { return nil }
        var texts: [[UInt8]] = []
        var next = 0
        while let range = bytes.element(at: next) {
            texts.append(Array(bytes[range]))
            next = range.upperBound
        }
        return texts
    }

    /// The number of whole elements that bytes hold; nil where they do not add up.
    private static func count(_ bytes: [UInt8], _ datatype: Datatype) -> Int? {
        guard let width = datatype.byteWidth else {
            var count = 0
            var next = 0
            while let range = bytes.element(at: next) {
                count += 1
                next = range.upperBound
            }
            return next == bytes.count ? count : nil
        }
        if datatype == .bool, bytes.contains(where: { $0 > 1 }) { return nil }
        return bytes.count % width == 0 ? bytes.count / width : nil
    }
}

extension Shape {
    /// A row of no elements.
    fileprivate static let none = Shape([0]) ?? .scalar
}
