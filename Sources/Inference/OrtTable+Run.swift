import Tensors

/// Tensors in, tensors out.
extension OrtTable {
    /// An input wrapped for the library, which reads the numbers where they lie.
    ///
    /// The numbers must stay in place until the last run with the value has ended; releasing it does not touch them.
    func wrap(
        _ numbers: UnsafeRawBufferPointer,
        shape: Shape,
        element: Int32,
        memory: borrowing OrtHandle<OrtKind.MemoryInfo>
    ) throws(OrtFailure) -> OpaquePointer {
        typealias Wrap =
            @convention(c) (
                OpaquePointer, UnsafeMutableRawPointer, Int, UnsafePointer<Int64>, Int, Int32, Out
            ) -> Status?
        let memory = unsafe memory.raw
        return try unsafe withSizes(of: shape) { (sizes) throws(OrtFailure) in
            // An empty tensor has no numbers to point at; the library wants an address all the same.
            let place = unsafe UnsafeMutableRawPointer(mutating: numbers.baseAddress ?? UnsafeRawPointer(sizes))
            var value: OpaquePointer?
            try unsafe check(
                function(.wrapTensor, as: Wrap.self)(memory, place, numbers.count, sizes, shape.rank, element, &value)
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
        outputNames: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>,
        outputs: UnsafeMutableBufferPointer<OpaquePointer?>
    ) throws(OrtFailure) {
        typealias Names = UnsafePointer<UnsafePointer<CChar>?>
        typealias Values = UnsafeMutablePointer<OpaquePointer?>
        typealias Run =
            @convention(c) (
                OpaquePointer, OpaquePointer?, Names, Values?, Int, Names?, Int, Values?
            ) -> Status?
        try unsafe check(
            function(.run, as: Run.self)(
                session.raw,
                nil,
                inputNames,
                inputs.baseAddress,
                inputs.count,
                UnsafePointer(outputNames.baseAddress),
                outputs.count,
                outputs.baseAddress
            )
        )
    }

    /// Gives a value back to the library; nil is allowed.
    func release(value: OpaquePointer?) {
        unsafe function(.releaseValue, as: Release.self)(value)
    }

    /// Copies a result, or the part of it that is wanted, out of the library.
    func read(
        _ value: OpaquePointer,
        _ form: OutputSelection.Form,
        _ datatype: Datatype,
        into room: inout ResultRoom
    ) throws(OrtFailure) {
        switch form {
        case .tensor: room.shape = try unsafe append(value, datatype, like: room.shape, to: &room.bytes)
        case .keys: try unsafe read(maps: value, .keys, datatype, into: &room)
        case .values: try unsafe read(maps: value, .values, datatype, into: &room)
        }
    }

    /// Appends the elements of a tensor, and returns its shape: `like` itself where it is the same.
    func append(
        _ value: OpaquePointer,
        _ datatype: Datatype,
        like: Shape,
        to bytes: inout [UInt8]
    ) throws(OrtFailure) -> Shape {
        typealias Data = @convention(c) (OpaquePointer, UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Status?
        let shape = try unsafe shape(of: value, datatype, like: like)
        guard let width = datatype.byteWidth else {
            try unsafe append(texts: value, count: shape.count, to: &bytes)
            return shape
        }
        var numbers: UnsafeMutableRawPointer?
        try unsafe check(function(.tensorData, as: Data.self)(value, &numbers))
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: numbers, count: shape.count * width))
        return shape
    }

    private func shape(of value: OpaquePointer, _ datatype: Datatype, like: Shape) throws(OrtFailure) -> Shape {
        let info: OrtHandle<OrtKind.TensorInfo> = try unsafe make(.releaseTensorInfo) { out in
            unsafe function(.tensorTypeAndShape, as: MakeFrom.self)(value, out)
        }
        let raw = unsafe info.raw
        var element: Int32 = 0
        var rank = 0
        try unsafe check(function(.elementType, as: GetNumber.self)(raw, &element))
        try unsafe check(function(.rank, as: GetSize.self)(raw, &rank))
        guard element == datatype.ortElement else {
            let found = OrtType.tensor(element: element, dimensions: []).words
            throw OrtFailure(code: nil, message: "it is \(found), the model announced \(datatype.rawValue)")
        }
        return try unsafe withUnsafeTemporaryAllocation(
            of: Int64.self,
            capacity: rank + 1
        ) { (sizes) throws(OrtFailure) in
            guard let base = sizes.baseAddress else { throw OrtFailure(code: nil, message: "no memory") }
            try unsafe check(function(.dimensions, as: GetDimensions.self)(raw, base, rank))
            if rank == like.rank && like.indices.allSatisfy({ unsafe sizes[$0] == Int64(like[$0]) }) {
                return like
            }
            var shape = Shape.scalar
            for place in 0..<rank {
                guard unsafe shape.append(Int(sizes[place])) else {
                    throw OrtFailure(code: nil, message: "it has an impossible shape")
                }
            }
            return shape
        }
    }

    /// The dimensions as the library wants them, for the time of `body`.
    func withSizes<Result>(
        of shape: Shape,
        _ body: (UnsafePointer<Int64>) throws(OrtFailure) -> Result
    ) throws(OrtFailure) -> Result {
        try unsafe withUnsafeTemporaryAllocation(
            of: Int64.self,
            capacity: shape.rank + 1
        ) { (sizes) throws(OrtFailure) in
            for place in shape.indices { unsafe sizes[place] = Int64(shape[place]) }
            guard let base = sizes.baseAddress else { throw OrtFailure(code: nil, message: "no memory") }
            return try unsafe body(UnsafePointer(base))
        }
    }
}
