import Tensors

/// Shape and elements of a result while it is read: the memory of an earlier one is used again.
struct ResultRoom {
    var shape: Shape
    var bytes: [UInt8]

    /// Room without memory.
    init() { (shape, bytes) = (.scalar, []) }

    /// The room of a tensor, which is left without elements.
    init(of tensor: inout Tensor) {
        shape = tensor.shape
        bytes = tensor.takeMemory()
    }

    /// What has been read; nil where the bytes are not what shape and datatype say.
    consuming func tensor(_ name: String, _ datatype: Datatype) -> Tensor? {
        Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes)
    }
}
