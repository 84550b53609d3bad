/// A block on the disk: a header of 40 bytes, the columns, the keys; all numbers little-endian.
///
/// magic, checksum of all that follows it, bytes after the header, rows, arrival of the first row (8), keys, bytes of keys,
/// flags, 0. The columns are measured times (8 bytes a row), heads, arrivals, and the numbers row by row (4 bytes each).
extension RowBlock {
    static let headerBytes = 40
    /// The most bytes after a header.
    static let mostBytes = 8 << 20
    static let magic: UInt32 = 0x4B42_5752
    private static let anew: UInt32 = 1

    /// The block as it stands on the disk.
    func bytes() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for word in [Self.magic, 0, UInt32(byteCount - Self.headerBytes), UInt32(count)] { Self.append(word, &bytes) }
        Self.append(base, &bytes)
        for word in [UInt32(keys.count), UInt32(keyBytes), beginsAnew ? Self.anew : 0, 0] { Self.append(word, &bytes) }
        Self.append(column: times, &bytes)
        Self.append(column: heads, &bytes)
        Self.append(column: arrivals, &bytes)
        Self.append(column: values, &bytes)
        for key in keys {
            Self.append(UInt16(key.count), &bytes)
            bytes += key
        }
        let sum = CRC32.of(bytes[8...])
        for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index))) }
        return bytes
    }

    /// Reads the block that begins at `start`; nil where there is no whole one that is as it was written.
    init?(_ bytes: [UInt8], at start: Int, form: RowForm) {
        guard bytes.count - start >= Self.headerBytes, Self.load(UInt32.self, bytes, start) == Self.magic else {
            return nil
        }
        let size = Int(Self.load(UInt32.self, bytes, start + 8))
        let rows = Int(Self.load(UInt32.self, bytes, start + 12))
        let keyCount = Int(Self.load(UInt32.self, bytes, start + 24))
        let keyBytes = Int(Self.load(UInt32.self, bytes, start + 28))
        guard size <= Self.mostBytes, size <= bytes.count - start - Self.headerBytes, rows > 0, keyCount > 0,
            keyCount <= rows, rows <= size, size == rows * form.rowBytes + keyBytes,
            CRC32.of(bytes[start + 8..<start + Self.headerBytes + size]) == Self.load(UInt32.self, bytes, start + 4)
        else { return nil }
        self.init(form: form)
        base = Self.load(Int64.self, bytes, start + 16)
        beginsAnew = Self.load(UInt32.self, bytes, start + 32) & Self.anew != 0
        self.keyBytes = keyBytes
        var place = start + Self.headerBytes
        times = Self.column(bytes, &place, rows)
        heads = Self.column(bytes, &place, rows)
        arrivals = Self.column(bytes, &place, rows)
        values = Self.column(bytes, &place, rows * form.fields)
        let end = place + keyBytes
        for _ in 0..<keyCount {
            guard end - place >= 2 else { return nil }
            let length = Int(Self.load(UInt16.self, bytes, place))
            guard length <= end - place - 2 else { return nil }
            keys.append(Array(bytes[place + 2..<place + 2 + length]))
            place += 2 + length
        }
        guard place == end, (0..<rows).allSatisfy({ key(of: $0) < keyCount }) else { return nil }
    }

    private static func append(_ number: some FixedWidthInteger, _ bytes: inout [UInt8]) {
        // The bytes of an integer, which has no padding.
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// As it stands in memory: the machines that this is built for are little-endian.
    private static func append(column: [some BitwiseCopyable], _ bytes: inout [UInt8]) {
        unsafe column.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    private static func load<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type,
        _ bytes: [UInt8],
        _ place: Int
    ) -> Number {
        precondition(place + MemoryLayout<Number>.size <= bytes.count, "within the bytes")
        return Number(
            littleEndian: unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: place, as: type) }
        )
    }

    private static func column<Number: BitwiseCopyable>(
        _ bytes: [UInt8],
        _ place: inout Int,
        _ count: Int
    ) -> [Number] {
        let range = place..<place + count * MemoryLayout<Number>.size
        precondition(range.upperBound <= bytes.count, "within the bytes")
        place = range.upperBound
        return unsafe [Number](unsafeUninitializedCapacity: count) { buffer, filled in
            unsafe bytes.withUnsafeBytes { source in
                let part = unsafe UnsafeRawBufferPointer(rebasing: source[range])
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: part)
            }
            filled = count
        }
    }
}
