import Archive
import CPages
import Cryptography
import NIOCore

/// A file of the page, as it was when the program was built.
struct PageFile: Sendable {
    /// Its path in the folder `web`.
    let name: String
    let type: String
    /// Of its content, in quotes.
    let tag: String
    let bytes: ByteBuffer
    /// The same by gzip, where that is smaller.
    let packed: ByteBuffer?

    /// All of them.
    static let all: [PageFile] = files()

    init(name: String, bytes: [UInt8]) {
        self.name = name
        type = Self.type(of: name)
        tag = "\"\(SHA256Digest(of: bytes).hexadecimal.prefix(32))\""
        self.bytes = ByteBuffer(bytes: bytes)
        let isText = type.contains("charset") || type.contains("svg")
        // Without memory to pack with it goes as it is.
        let smaller = isText ? (try? Packing.gzip.pack(bytes)).flatMap { $0.count < bytes.count ? $0 : nil } : nil
        packed = smaller.map { ByteBuffer(bytes: $0) }
    }

    /// Where it is served; a folder's index.html stands for the folder.
    var paths: [String] {
        guard name == "index.html" || name.hasSuffix("/index.html") else { return ["/\(name)"] }
        let folder = name.dropLast("/index.html".utf8.count)
        return [name == "index.html" ? "/" : "/\(folder)", "/\(name)"]
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json": "application/json; charset=utf-8"
        case "webmanifest": "application/manifest+json; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }

    /// Takes what the compiler has embedded; it lives as long as the program.
    private static func files() -> [PageFile] {
        var files: [PageFile] = []
        for number in 0..<marram_page_count() {
            let page = unsafe marram_page_at(number)
            let bytes = unsafe UnsafeBufferPointer(start: page.bytes, count: page.size)
            files.append(PageFile(name: unsafe String(cString: page.path), bytes: unsafe Array(bytes)))
        }
        return files
    }
}
