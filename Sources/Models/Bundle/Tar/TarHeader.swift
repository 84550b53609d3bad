/// The header of an entry in a tar archive: ustar (POSIX.1-1988), and as far as it is the same, GNU tar's.
public struct TarHeader: Sendable, Equatable {
    /// Bytes of a header, and what contents are filled up to.
    public static let blockSize = 512

    /// What an entry is.
    public enum Kind: Sendable, Equatable {
        case file
        /// The archive's own folder, `./`: nothing to do.
        case folder
    }

    /// The entry's name, `./` before it left out; empty for the archive's own folder.
    public let name: String
    /// Bytes of its contents.
    public let size: Int64
    /// What it is.
    public let kind: Kind

    /// The contents' bytes and those that fill them up to whole blocks.
    public var paddedSize: Int64 {
        let block = Int64(Self.blockSize)
        return (size + block - 1) / block * block
    }

    /// A file's header.
    public init(name: String, size: Int64) {
        self.name = name
        self.size = size
        kind = .file
    }

    /// True for a block of zeros, which stands at an archive's end in a header's place.
    public static func isEnd(_ block: [UInt8]) -> Bool { block.count == blockSize && block.allSatisfy { $0 == 0 } }

    /// Reads a header.
    ///
    /// - Parameter block: 512 bytes.
    /// - Throws: `badPath` for links, devices, folders, long names and names that are not plain; `badManifest` for what is
    ///   no header.
    public init(block: [UInt8]) throws(UpdateError) {
        guard block.count == Self.blockSize else {
            throw Self.error("a header has \(block.count) bytes where \(Self.blockSize) were expected; was it cut off?")
        }
        guard let sum = Self.octal(block[148..<156]), sum == Self.sum(block) else {
            throw Self.error("a header's sum is wrong; is it a tar archive, and not compressed?")
        }
        guard block[257..<262].elementsEqual("ustar".utf8) else {
            throw Self.error("it is not in the format ustar; make it with 'tar --format=ustar'")
        }
        guard let size = Self.size(block[124..<136]) else { throw Self.error("a header's size is no number") }
        let text = Self.text(block[0..<100])
        // In GNU tar's own format the prefix's place holds times.
        let prefix = block[262] == 0 ? Self.text(block[345..<500]) : ""
        guard let text, let prefix else { throw UpdateError(.badPath, "the archive has a name that is not UTF-8") }
        name = try Self.plain(prefix.isEmpty ? text : "\(prefix)/\(text)")
        self.size = size
        kind = try Self.kind(block[156], name)
        guard kind == .file || size == 0 else { throw Self.error("a folder has contents") }
    }

    private static func plain(_ text: String) throws(UpdateError) -> String {
        var text = text[...]
        while text.hasPrefix("./") { text = text.dropFirst(2) }
        if text == "." || text.isEmpty { return "" }
        let path = String(text)
        guard BundlePath.isValid(path) || path == BundlePath.manifest || path == BundlePath.signature else {
            throw UpdateError(
                .badPath,
                "the archive holds '\(path.prefix(200))'; expected files in no folder, each named by 1 to "
                    + "\(BundlePath.longest) letters, digits, '.', '_' and '-', no dot first"
            )
        }
        return path
    }

    private static func kind(_ type: UInt8, _ path: String) throws(UpdateError) -> Kind {
        switch type {
        case UInt8(ascii: "0"), 0:
            guard !path.isEmpty else { throw UpdateError(.badPath, "the archive holds a file without a name") }
            return .file
        case UInt8(ascii: "5") where path.isEmpty: return .folder
        case UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"):
            throw UpdateError(
                .badPath,
                "the archive has extended headers, for a long name or exact times; make it with 'tar --format=ustar' or "
                    + "'marram bundle create --out FILE.tar'"
            )
        case UInt8(ascii: "1"), UInt8(ascii: "2"):
            throw UpdateError(.badPath, "the archive holds a link, '\(path)'; put the file itself in")
        default:
            throw UpdateError(.badPath, "the archive holds '\(path)', which is no regular file; leave it out")
        }
    }

    /// A size: octal, or binary where the first bit is set; nil where it is neither, or negative.
    private static func size(_ field: ArraySlice<UInt8>) -> Int64? {
        guard let first = field.first, first & 0x80 != 0 else { return octal(field) }
        // The second bit is a sign; eleven bytes have more bits than any size needs.
        guard first == 0x80 else { return nil }
        var value: Int64 = 0
        for byte in field.dropFirst() {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 256)
            guard !overflow else { return nil }
            value = shifted | Int64(byte)
        }
        return value <= Manifest.mostFileBytes ? value : nil
    }

    /// Octal digits, spaces before them and a space or zero after them; nil for anything else.
    private static func octal(_ field: ArraySlice<UInt8>) -> Int64? {
        let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        let rest = field[digits.endIndex...]
        guard (1...12).contains(digits.count), rest.allSatisfy({ $0 == 0 || $0 == 0x20 }) else { return nil }
        return digits.reduce(0) { $0 << 3 | Int64($1 - 0x30) }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        String(validating: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The sum of a header's bytes, its own place taken for spaces.
    static func sum(_ block: [UInt8]) -> Int64 {
        block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int64($1.element)) }
    }

    static func error(_ message: String) -> UpdateError {
        UpdateError(.badManifest, "the archive cannot be read: \(message)")
    }
}
