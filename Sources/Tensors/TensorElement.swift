/// A type of Swift that is an element type of fixed width.
public protocol TensorElement: BitwiseCopyable, Sendable {
    /// The element type that it is.
    static var datatype: Datatype { get }
}

extension Bool: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .bool }
}

extension UInt8: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .uint8 }
}

extension UInt16: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .uint16 }
}

extension UInt32: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .uint32 }
}

extension UInt64: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .uint64 }
}

extension Int8: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .int8 }
}

extension Int16: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .int16 }
}

extension Int32: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .int32 }
}

extension Int64: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .int64 }
}

extension Float16: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .fp16 }
}

extension BFloat16: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .bf16 }
}

extension Float: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .fp32 }
}

extension Double: TensorElement {
    /// Its element type.
    public static var datatype: Datatype { .fp64 }
}
