/// Some bytes of a file, to be sent as a body.
public struct FilePart: Sendable {
    /// The file.
    public let file: ReadableFile
    /// Where they begin.
    public let offset: Int64
    /// How many they are.
    public let length: Int64

    /// Takes a part of a file; `length` nil: all from `offset` on.
    ///
    /// - Throws: `invalid`: the file has no such part.
    public init(_ file: ReadableFile, offset: Int64 = 0, length: Int64? = nil) throws(TransferError) {
        guard (0...file.byteCount).contains(offset) else {
            throw TransferError(.invalid, "\(file.path) has \(file.byteCount) bytes; a part cannot begin at \(offset)")
        }
        let length = length ?? file.byteCount - offset
        guard (0...file.byteCount - offset).contains(length) else {
            throw TransferError(
                .invalid,
                "\(file.path) has \(file.byteCount) bytes; a part that begins at \(offset) cannot have \(length)"
            )
        }
        self.file = file
        self.offset = offset
        self.length = length
    }

    /// Hands the bytes out in order, in pieces of at most 128 KiB, as for a digest.
    ///
    /// - Throws: `changed`: the file is not as it was opened; `invalid`: it cannot be read; what `receive` throws.
    public func read(_ receive: (RawSpan) throws(TransferError) -> Void) throws(TransferError) {
        try file.read(offset..<offset + length, receive)
        try file.checkUnchanged()
    }
}
