extension [UInt8] {
    /// Appends a copy of bytes that do not live on.
    package mutating func append(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
