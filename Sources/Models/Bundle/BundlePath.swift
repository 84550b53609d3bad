/// Names of files in a bundle: one flat folder.
public enum BundlePath {
    /// The manifest's own name.
    public static let manifest = "manifest.json"
    /// The signatures' own name.
    public static let signature = "manifest.sig"
    /// The model's name.
    public static let model = "model.onnx"
    /// The most characters of a name.
    public static let longest = 128

    /// True for a name that a file of a bundle may have: 1 to 128 of `A-Za-z0-9._-`, no dot first, and neither the
    /// manifest's nor the signatures'.
    public static func isValid(_ path: String) -> Bool {
        guard (1...longest).contains(path.utf8.count), path.utf8.first != UInt8(ascii: "."),
            path.utf8.allSatisfy(isAllowed)
        else { return false }
        let lower = path.lowercased()
        return lower != manifest && lower != signature
    }

    /// True for a model's name or a version: 1 to 64 of `A-Za-z0-9_.-`, not dots alone.
    public static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed)
            && !text.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    /// True for a relative reference of plain characters without `..`, or an absolute URL; what it leads to is for the
    /// source to judge.
    static func isReference(_ text: String) -> Bool {
        guard (1...2048).contains(text.utf8.count) else { return false }
        let plain = Array("-._~:/?#[]@!$&'()*+,;=%".utf8)
        guard text.utf8.allSatisfy({ isAllowed($0) || plain.contains($0) }) else { return false }
        guard !text.contains("://") else {
            return ["https://", "http://", "s3://", "file://"].contains { text.lowercased().hasPrefix($0) }
        }
        // A relative one stays below the manifest's folder, however it is decoded.
        let isBelow = !text.hasPrefix("/") && !text.contains(":") && !text.contains("%") && !text.contains("?")
        return isBelow && !text.contains("#") && text.split(separator: "/").allSatisfy { $0 != ".." && $0 != "." }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
