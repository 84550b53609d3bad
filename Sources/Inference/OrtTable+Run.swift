import Tensors

/// Tensors in, tensors out.
extension OrtTable {
    typealias GetDimensions = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int64>, Int) -> Status?

    /// An input wrapped for the library, which reads the numbers where they lie.
    ///
    /// The numbers must stay in place until the last run with the value has ended; releasing it does not touch them.
    func wrap(
        _ numbers: UnsafeRawPointer?,
        bytes: Int,
        shape: Shape,
        element: Int32,
        memory: borrowing OrtHandle<OrtKind.MemoryInfo>
    ) throws(OrtFailure) -> OpaquePointer {
        typealias Wrap =
            @convention(c) (
                OpaquePointer, UnsafeMutableRawPointer, Int, UnsafePointer<Int64>, Int, Int32, Out
            ) -> Status?
        let memory = unsafe memory.raw
        return try unsafe withUnsafeTemporaryAllocation(
            of: Int64.self,
            capacity: shape.rank + 1
        ) { (sizes) throws(OrtFailure) in
            for place in shape.indices { unsafe sizes[place] = Int64(shape[place]) }
            guard let sizes = sizes.baseAddress else { throw OrtFailure(code: nil, message: "no memory") }
            // An empty tensor has no numbers to point at; the library wants an address all the same.
            let place = unsafe UnsafeMutableRawPointer(mutating: numbers ?? UnsafeRawPointer(sizes))
            var value: OpaquePointer?
            try unsafe check(
                function(.wrapTensor, as: Wrap.self)(memory, place, bytes, sizes, shape.rank, element, &value)
            )
            guard let value = unsafe value else { throw OrtFailure(code: nil, message: "ONNX Runtime made no tensor") }
            return unsafe value
        }
    }

    /// Runs a session; results stand in `outputs` afterwards and are the caller's to release.
    func run(
        _ session: borrowing OrtHandle<OrtKind.Session>,
        inputNames: [UnsafePointer<CChar>?],
        inputs: UnsafeMutableBufferPointer<OpaquePointer?>,
        outputNames: [UnsafePointer<CChar>?],
        outputs: UnsafeMutableBufferPointer<OpaquePointer?>
    ) throws(OrtFailure) {
        typealias Names = UnsafePointer<UnsafePointer<CChar>?>
        typealias Values = UnsafeMutablePointer<OpaquePointer?>
        typealias Run =
            @convention(c) (
                OpaquePointer, OpaquePointer?, Names, Values?, Int, Names, Int, Values?
            ) -> Status?
        try unsafe check(
            function(.run, as: Run.self)(
                session.raw,
                nil,
                inputNames,
                inputs.baseAddress,
                inputs.count,
                outputNames,
                outputs.count,
                outputs.baseAddress
            )
        )
    }

    /// Gives a value back to the library; nil is allowed.
    func release(value: OpaquePointer?) {
        unsafe function(.releaseValue, as: Release.self)(value)
    }

    /// Copies a result out of the library.
    func tensor(_ value: OpaquePointer, signature: TensorSignature) throws(OrtFailure) -> Tensor {
        typealias Data = @convention(c) (OpaquePointer, UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Status?
        var info: OpaquePointer?
        try unsafe check(function(.tensorTypeAndShape, as: MakeFrom.self)(value, &info))
        guard let info = unsafe info else { throw OrtFailure(code: nil, message: "a result without a shape") }
        defer { unsafe function(.releaseTensorInfo, as: Release.self)(info) }
        var element: Int32 = 0
        var count = 0
        try unsafe check(function(.elementType, as: GetNumber.self)(info, &element))
        try unsafe check(function(.elementCount, as: GetSize.self)(info, &count))
        let shape = try unsafe shape(of: info)
        guard element == signature.datatype.ortElement, shape.count == count else {
            throw OrtFailure(code: nil, message: "output '\(signature.name)' is not what the model announced")
        }
        var numbers: UnsafeMutableRawPointer?
        try unsafe check(function(.tensorData, as: Data.self)(value, &numbers))
        let size = count * (signature.datatype.byteWidth ?? 0)
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: numbers, count: size))
        guard let tensor = Tensor(name: signature.name, datatype: signature.datatype, shape: shape, bytes: bytes) else {
            throw OrtFailure(code: nil, message: "output '\(signature.name)' has no numbers")
        }
        return tensor
    }

    private func shape(of info: OpaquePointer) throws(OrtFailure) -> Shape {
        var rank = 0
        try unsafe check(function(.rank, as: GetSize.self)(info, &rank))
        return try unsafe withUnsafeTemporaryAllocation(
            of: Int64.self,
            capacity: rank + 1
        ) { (sizes) throws(OrtFailure) in
            guard let base = sizes.baseAddress else { throw OrtFailure(code: nil, message: "no memory") }
            try unsafe check(function(.dimensions, as: GetDimensions.self)(info, base, rank))
            guard let shape = unsafe Shape(sizes[..<rank].map { Int($0) }) else {
                throw OrtFailure(code: nil, message: "a result has an impossible shape")
            }
            return shape
        }
    }
}
