/// What a zip file says about one entry, before its bytes and in the central directory.
struct ZipRecord {
    /// How an entry's bytes are kept.
    enum Method: UInt16 {
        case stored = 0
        case deflated = 8
    }

    /// What begins each structure of the format.
    enum Signature {
        static let local: UInt32 = 0x0403_4B50
        static let descriptor: UInt32 = 0x0807_4B50
        static let central: UInt32 = 0x0201_4B50
        static let wideEnd: UInt32 = 0x0606_4B50
        static let wideLocator: UInt32 = 0x0706_4B50
        static let end: UInt32 = 0x0605_4B50
    }

    /// 1980-01-01 in the format's own way.
    private static let date: UInt16 = 0x0021
    /// Names are UTF-8.
    private static let utf8: UInt16 = 1 << 11
    /// Checksum and sizes follow the bytes.
    private static let descriptor: UInt16 = 1 << 3

    let name: [UInt8]
    let isFolder: Bool
    let isExecutable: Bool
    let method: Method
    let byteCount: Int
    let offset: Int
    /// True where checksum and sizes follow the bytes, since they are not known before.
    let hasDescriptor: Bool
    /// True where sizes have 8 bytes before and after the bytes.
    let isWide: Bool
    var checksum: UInt32 = 0
    var packedCount = 0

    init(_ entry: FileTree.Entry, method: Method, offset: Int, hasDescriptor: Bool, isWide: Bool) {
        name = Array(entry.name.utf8)
        isFolder = entry.kind == .folder
        isExecutable = entry.isExecutable
        self.method = method
        byteCount = entry.byteCount
        self.offset = offset
        self.hasDescriptor = hasDescriptor
        self.isWide = isWide
    }

    private var flags: UInt16 { hasDescriptor ? Self.utf8 | Self.descriptor : Self.utf8 }

    /// What stands before the entry's bytes.
    var head: LittleEndian {
        var bytes = LittleEndian()
        bytes.put(Signature.local)
        bytes.put(UInt16(isWide ? 45 : 20))
        putShape(&bytes)
        bytes.put(hasDescriptor ? 0 : checksum)
        if isWide {
            bytes.put(UInt32.max)
            bytes.put(UInt32.max)
        } else {
            bytes.put(UInt32(hasDescriptor ? 0 : packedCount))
            bytes.put(UInt32(hasDescriptor ? 0 : byteCount))
        }
        bytes.put(UInt16(name.count))
        bytes.put(UInt16(isWide ? 20 : 0))
        bytes.put(name)
        if isWide {
            bytes.put(UInt16(1))
            bytes.put(UInt16(16))
            bytes.put(UInt64(hasDescriptor ? 0 : byteCount))
            bytes.put(UInt64(hasDescriptor ? 0 : packedCount))
        }
        return bytes
    }

    /// What stands after the entry's bytes; nothing where all was known before.
    var tail: LittleEndian {
        var bytes = LittleEndian()
        guard hasDescriptor else { return bytes }
        bytes.put(Signature.descriptor)
        bytes.put(checksum)
        if isWide {
            bytes.put(UInt64(packedCount))
            bytes.put(UInt64(byteCount))
        } else {
            bytes.put(UInt32(packedCount))
            bytes.put(UInt32(byteCount))
        }
        return bytes
    }

    /// What the central directory says of it; numbers from `fieldLimit` on stand in zip64's field.
    func central(fieldLimit: Int) -> LittleEndian {
        let wide = [byteCount, packedCount, offset].filter { $0 >= fieldLimit }
        func narrow(_ number: Int) -> UInt32 { number >= fieldLimit ? .max : UInt32(number) }
        var bytes = LittleEndian()
        bytes.put(Signature.central)
        // Made on Unix, so that the upper half of the attributes are its modes.
        bytes.put(UInt16(3 << 8 | 45))
        bytes.put(UInt16(wide.isEmpty && !isWide ? 20 : 45))
        putShape(&bytes)
        bytes.put(checksum)
        bytes.put(narrow(packedCount))
        bytes.put(narrow(byteCount))
        bytes.put(UInt16(name.count))
        bytes.put(UInt16(wide.isEmpty ? 0 : 4 + 8 * wide.count))
        bytes.put(UInt16(0))
        bytes.put(UInt16(0))
        bytes.put(UInt16(0))
        bytes.put(attributes)
        bytes.put(narrow(offset))
        bytes.put(name)
        if !wide.isEmpty {
            bytes.put(UInt16(1))
            bytes.put(UInt16(8 * wide.count))
            for number in wide { bytes.put(UInt64(number)) }
        }
        return bytes
    }

    private func putShape(_ bytes: inout LittleEndian) {
        bytes.put(flags)
        bytes.put(method.rawValue)
        bytes.put(UInt16(0))
        bytes.put(Self.date)
    }

    private var attributes: UInt32 {
        if isFolder { return 0o040755 << 16 | 0x10 }
        return (isExecutable ? 0o100755 : 0o100644) << 16
    }
}
