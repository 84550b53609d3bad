import Tensors

/// Asking a session about its model.
extension OrtTable {
    /// Which side of a model is meant.
    enum Side: String {
        case input
        case output
    }

    /// An input or output as the library describes it.
    struct Port {
        let name: String
        let type: OrtType
    }

    /// Lists the inputs or the outputs of a session, in the graph's order.
    func ports(
        _ side: Side,
        of session: borrowing OrtHandle<OrtKind.Session>
    ) throws(OrtFailure) -> [Port] {
        typealias GetName = @convention(c) (OpaquePointer, Int, OpaquePointer, Text) -> Status?
        let input = side == .input
        var count = 0
        let session = unsafe session.raw
        try unsafe check(function(input ? .inputCount : .outputCount, as: GetSize.self)(session, &count))
        var ports: [Port] = []
        for index in 0..<count {
            let name = try unsafe text { allocator, out in
                unsafe function(input ? .inputName : .outputName, as: GetName.self)(session, index, allocator, out)
            }
            let type: OrtHandle<OrtKind.TypeInfo> = try unsafe make(.releaseTypeInfo) { out in
                unsafe function(input ? .inputType : .outputType, as: MakeAt.self)(session, index, out)
            }
            ports.append(Port(name: name, type: try self.type(of: type)))
        }
        return ports
    }

    /// Reads all that a model says of itself, with the signatures given.
    func describe(
        _ session: borrowing OrtHandle<OrtKind.Session>,
        inputs: [TensorSignature],
        outputs: [TensorSignature]
    ) throws(OrtFailure) -> ModelDescription {
        typealias Version = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int64>) -> Status?
        let session = unsafe session.raw
        let about: OrtHandle<OrtKind.Metadata> = try unsafe make(.releaseMetadata) { out in
            unsafe function(.metadata, as: MakeFrom.self)(session, out)
        }
        var version: Int64 = 0
        try unsafe check(function(.modelVersion, as: Version.self)(about.raw, &version))
        return ModelDescription(
            inputs: inputs,
            outputs: outputs,
            producer: try text(.producer, of: about),
            graph: try text(.graphName, of: about),
            domain: try text(.domain, of: about),
            summary: try text(.summary, of: about),
            // The library says the largest number where the file says none.
            version: version == .max ? 0 : version,
            metadata: try customMetadata(of: about)
        )
    }

    private func customMetadata(
        of about: borrowing OrtHandle<OrtKind.Metadata>
    ) throws(OrtFailure) -> [String: String] {
        typealias Keys = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
        typealias List =
            @convention(c) (
                OpaquePointer, OpaquePointer, UnsafeMutablePointer<Keys?>, UnsafeMutablePointer<Int64>
            ) -> Status?
        typealias Look = @convention(c) (OpaquePointer, OpaquePointer, Name, Text) -> Status?
        let about = unsafe about.raw
        let allocator = try unsafe defaultAllocator()
        var keys: Keys?
        var count: Int64 = 0
        try unsafe check(function(.metadataKeys, as: List.self)(about, allocator, &keys, &count))
        guard let keys = unsafe keys else { return [:] }
        defer {
            for index in 0..<Int(count) { unsafe free(keys[index], from: allocator) }
            unsafe free(keys, from: allocator)
        }
        var found: [String: String] = [:]
        for index in 0..<Int(count) {
            guard let key = unsafe keys[index] else { continue }
            let name = unsafe String(cString: key)
            found[name] = try unsafe text { allocator, out in
                unsafe function(.metadataValue, as: Look.self)(about, allocator, key, out)
            }
        }
        return found
    }

    private func text(_ slot: Slot, of about: borrowing OrtHandle<OrtKind.Metadata>) throws(OrtFailure) -> String {
        let about = unsafe about.raw
        return try unsafe text { allocator, out in unsafe function(slot, as: GetName.self)(about, allocator, out) }
    }

    /// Copies a text that the library allocates, and frees it; empty when there is none.
    private func text(_ call: (OpaquePointer, Text) -> OpaquePointer?) throws(OrtFailure) -> String {
        let allocator = try unsafe defaultAllocator()
        var raw: UnsafeMutablePointer<CChar>?
        try unsafe check(unsafe call(allocator, &raw))
        guard let raw = unsafe raw else { return "" }
        defer { unsafe free(raw, from: allocator) }
        return unsafe String(cString: raw)
    }

    /// The allocator of the process; it is never released.
    func defaultAllocator() throws(OrtFailure) -> OpaquePointer {
        var raw: OpaquePointer?
        try unsafe check(function(.defaultAllocator, as: Make.self)(&raw))
        guard let raw = unsafe raw else { throw OrtFailure(code: nil, message: "ONNX Runtime has no allocator") }
        return unsafe raw
    }

    private func free(_ memory: UnsafeMutableRawPointer?, from allocator: OpaquePointer) {
        typealias Free = @convention(c) (OpaquePointer, UnsafeMutableRawPointer?) -> Status?
        // The default allocator cannot refuse what it gave.
        unsafe function(.releaseStatus, as: Release.self)(function(.free, as: Free.self)(allocator, memory))
    }
}
