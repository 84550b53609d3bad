import Tensors

/// One value of a model's output.
struct OutputValue {
    /// The value as a number; nil: it is a text, or not there.
    let number: Double?
    /// The value as the name of a category; nil: it is not there.
    let text: String?

    /// Most bytes of a text that are looked at.
    private static let longest = 256

    /// Reads an element.
    ///
    /// - Parameters:
    ///   - tensor: the output of one window.
    ///   - place: the element's place.
    init(_ tensor: Tensor, at place: Int) {
        guard (0..<tensor.shape.count).contains(place) else {
            (number, text) = (nil, nil)
            return
        }
        if let texts = tensor.texts {
            number = nil
            text = String(decoding: texts[place].prefix(Self.longest), as: UTF8.self)
            return
        }
        let number = Self.number(tensor, place)
        self.number = number
        text = number.map { value in Int(exactly: value).map { "\($0)" } ?? "\(value)" }
    }

    private static func number(_ tensor: Tensor, _ place: Int) -> Double? {
        switch tensor.datatype {
        case .fp32: (tensor.values(as: Float.self)?[place]).map(Double.init)
        case .fp64: tensor.values(as: Double.self)?[place]
        case .bool: (tensor.values(as: Bool.self)?[place]).map { $0 ? 1 : 0 }
        case .int8: (tensor.values(as: Int8.self)?[place]).map(Double.init)
        case .int16: (tensor.values(as: Int16.self)?[place]).map(Double.init)
        case .int32: (tensor.values(as: Int32.self)?[place]).map(Double.init)
        case .int64: (tensor.values(as: Int64.self)?[place]).map(Double.init)
        case .uint8: (tensor.values(as: UInt8.self)?[place]).map(Double.init)
        case .uint16: (tensor.values(as: UInt16.self)?[place]).map(Double.init)
        case .uint32: (tensor.values(as: UInt32.self)?[place]).map(Double.init)
        case .uint64: (tensor.values(as: UInt64.self)?[place]).map(Double.init)
        default: nil
        }
    }
}
