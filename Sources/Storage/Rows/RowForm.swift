/// What rows on the disk are made of; rows of another form are of no use to each other.
public struct RowForm: Sendable, Hashable {
    /// The most numbers in a row.
    public static let mostFields = 65_536

    /// The numbers in a row: 1 to 65,536.
    public let fields: Int
    /// 32 bytes that tell what the numbers mean from anything else that they could.
    public let digest: [UInt8]

    /// Bytes of a row without its key.
    var rowBytes: Int { 16 + 4 * fields }

    /// Makes a form; nil where a number is out of range.
    public init?(fields: Int, digest: [UInt8]) {
        guard (1...Self.mostFields).contains(fields), digest.count == 32 else { return nil }
        self.fields = fields
        self.digest = digest
    }
}
