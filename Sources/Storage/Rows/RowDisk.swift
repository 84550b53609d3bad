import Glibc

/// What takes the bytes of rows.
public struct RowDisk: Sendable {
    /// Writes some of the bytes to a descriptor; returns how many, or the negative of what errno says.
    let write: @Sendable (Int32, ArraySlice<UInt8>) -> Int

    /// The file system.
    public static let system = RowDisk { descriptor, bytes in
        // Within the slice's bounds.
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        return count < 0 ? -Int(errno) : count
    }
}
