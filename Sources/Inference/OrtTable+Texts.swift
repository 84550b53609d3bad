import Tensors

/// Tensors of texts, which the library keeps in objects of its own.
extension OrtTable {
    /// An input of texts, given as the elements of a tensor of BYTES and copied into the library; the caller's to release.
    ///
    /// - Throws: when a text holds a NUL byte, at which the library would cut it off.
    func makeTexts(of shape: Shape, _ bytes: UnsafeRawBufferPointer) throws(OrtFailure) -> OpaquePointer {
        typealias Create = @convention(c) (OpaquePointer, UnsafePointer<Int64>, Int, Int32, Out) -> Status?
        let allocator = try unsafe defaultAllocator()
        var texts: OpaquePointer?
        try unsafe withSizes(of: shape) { (sizes) throws(OrtFailure) in
            let create = unsafe function(.makeTensor, as: Create.self)
            try unsafe check(create(allocator, sizes, shape.rank, Datatype.bytes.ortElement, &texts))
        }
        guard let texts = unsafe texts else { throw OrtFailure(code: nil, message: "ONNX Runtime made no tensor") }
        do throws(OrtFailure) {
            try unsafe fill(texts, count: shape.count, bytes)
        } catch {
            unsafe release(value: texts)
            throw error
        }
        return unsafe texts
    }

    private func fill(_ texts: OpaquePointer, count: Int, _ bytes: UnsafeRawBufferPointer) throws(OrtFailure) {
        typealias Fill = @convention(c) (OpaquePointer, UnsafePointer<UnsafePointer<UInt8>?>?, Int) -> Status?
        guard count > 0 else { return }
        try unsafe withUnsafeTemporaryAllocation(
            of: UInt8.self,
            capacity: bytes.count + 1
        ) { (copy) throws(OrtFailure) in
            _ = unsafe copy.initialize(from: bytes)
            try unsafe withUnsafeTemporaryAllocation(
                of: UnsafePointer<UInt8>?.self,
                capacity: count
            ) { (starts) throws(OrtFailure) in
                try unsafe separate(copy, bytes, starts)
                try unsafe check(function(.fillTexts, as: Fill.self)(texts, starts.baseAddress, count))
            }
        }
    }

    /// Ends each text in `copy` with a NUL, where the length of the next one stood, and notes where each begins.
    private func separate(
        _ copy: UnsafeMutableBufferPointer<UInt8>,
        _ bytes: UnsafeRawBufferPointer,
        _ starts: UnsafeMutableBufferPointer<UnsafePointer<UInt8>?>
    ) throws(OrtFailure) {
        var next = 0
        for index in 0..<starts.count {
            let length = unsafe Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: next, as: UInt32.self)))
            let text = next + 4..<next + 4 + length
            guard unsafe !bytes[text].contains(0) else {
                throw OrtFailure(
                    code: nil,
                    message: "text \(index) holds a NUL byte (\\u0000), which ONNX Runtime does not take; leave it out"
                )
            }
            unsafe copy[text.upperBound] = 0
            unsafe starts.initializeElement(at: index, to: copy.baseAddress.map { unsafe UnsafePointer($0 + next + 4) })
            next = text.upperBound
        }
    }

    /// Appends the texts of a result as elements of BYTES.
    func append(texts value: OpaquePointer, count: Int, to bytes: inout [UInt8]) throws(OrtFailure) {
        typealias Content =
            @convention(c) (
                OpaquePointer, UnsafeMutableRawPointer?, Int, UnsafeMutablePointer<Int>?, Int
            ) -> Status?
        guard count > 0 else { return }
        var length = 0
        try unsafe check(function(.textsLength, as: GetSize.self)(value, &length))
        guard length <= UInt32.max else {
            throw OrtFailure(code: nil, message: "its texts have \(length) bytes, at most \(UInt32.max) are taken")
        }
        try unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { (starts) throws(OrtFailure) in
            var status: OpaquePointer?
            bytes.append(addingCapacity: 4 * count + length) { output in
                unsafe output.withUnsafeMutableBufferPointer { buffer, filled in
                    guard let base = unsafe buffer.baseAddress.map({ unsafe UnsafeMutableRawPointer($0 + filled) })
                    else { return }
                    let content = unsafe function(.texts, as: Content.self)
                    // At the end of the room, so that they only move down when their lengths come before them.
                    unsafe status = unsafe content(value, base + 4 * count, length, starts.baseAddress, count)
                    guard unsafe status == nil else { return }
                    unsafe spread(base, starts, length)
                    filled += 4 * count + length
                }
            }
            try unsafe check(status)
        }
    }

    /// Moves texts that stand one behind the other, after room for their lengths, each behind its own length.
    private func spread(_ base: UnsafeMutableRawPointer, _ starts: UnsafeMutableBufferPointer<Int>, _ length: Int) {
        let texts = unsafe base + 4 * starts.count
        for index in 0..<starts.count {
            let start = unsafe starts[index]
            let size = unsafe (index + 1 < starts.count ? starts[index + 1] : length) - start
            let place = unsafe base + start + 4 * index
            unsafe place.storeBytes(of: UInt32(truncatingIfNeeded: size).littleEndian, as: UInt32.self)
            unsafe (place + 4).copyMemory(from: texts + start, byteCount: size)
        }
    }
}
