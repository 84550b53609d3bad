extension WindowBuffer {
    /// Appends what is needed to go on after a restart of the program: the rows that are held, and some 40 bytes.
    public func save(to writer: inout StateWriter) {
        writer.write(shape.size)
        writer.write(fields)
        writer.write(rows)
        writer.write(missing)
        writer.write(latest)
        writer.write(rows < shape.size ? ring[..<next] : ring[next...])
        if rows == shape.size { writer.write(ring[..<next]) }
    }

    /// Restores a buffer; nil when the bytes are not one, or one of another size or number of fields.
    ///
    /// - Parameters:
    ///   - reader: Stands where ``save(to:)`` began to write.
    ///   - shape: Which rows make a window now; the stride and the gap may have changed since.
    ///   - fields: The numbers in a row.
    public init?(restoring reader: inout StateReader, shape: WindowShape, fields: Int) {
        self.init(shape: shape, fields: fields)
        guard reader.readInt() == shape.size, reader.readInt() == fields,
            let rows = reader.readInt(), (0...shape.size).contains(rows),
            let missing = reader.readInt(), missing >= 1,
            let latest = reader.readTime()
        else { return nil }
        self.rows = rows
        self.missing = rows < shape.size ? shape.size - rows : min(missing, shape.stride)
        self.latest = latest.value
        guard rows > 0 else { return }
        guard let values = reader.readFloats(rows * fields), values.allSatisfy(\.isFinite) else { return nil }
        ring = values + [Float](repeating: 0, count: (shape.size - rows) * fields)
        next = rows == shape.size ? 0 : rows * fields
    }
}
