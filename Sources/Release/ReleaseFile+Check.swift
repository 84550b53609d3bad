import Foundation

extension ReleaseFile {
    /// The file's bytes: keys sorted, two spaces, a line's end at the end.
    public func json() throws(ReleaseError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self)) + Array("\n".utf8)
        } catch {
            throw ReleaseError(.input, "the release cannot be written as JSON: \(error)")
        }
    }

    /// Refuses what would lead out of the build folder, or names nothing that Greengrass could have.
    func check(_ path: String) throws(ReleaseError) {
        guard format == Self.currentFormat else {
            throw ReleaseError(
                .input,
                "\(path) has the format \(format); expected \(Self.currentFormat): run 'gg synth' of this version again"
            )
        }
        var names: Set<String> = []
        for entry in components {
            guard Self.isName(entry.name), Self.isName(entry.version), names.insert(entry.name).inserted else {
                throw ReleaseError(
                    .input,
                    "\(path): '\(entry.name.prefix(128))' '\(entry.version.prefix(64))' is no component and version, or is "
                        + "there twice; run 'gg synth' again"
                )
            }
            let paths = [entry.recipe] + entry.artifacts.map(\.file) + (entry.model?.files.map(\.path) ?? [])
            for relative in paths where !Self.isBelow(relative) {
                throw ReleaseError(
                    .input,
                    "\(path): '\(relative.prefix(200))' of \(entry.name) is no path below the release's folder; run "
                        + "'gg synth' again"
                )
            }
        }
    }

    /// Letters, digits, `-`, `_`, `.` and `+`, at most 128, and no folder of its own.
    static func isName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "-_.+".utf8.contains(byte)
                }
            }
    }

    /// A relative path without `.`, `..`, empty parts and control characters.
    static func isBelow(_ path: String) -> Bool {
        (1...1024).contains(path.utf8.count)
            && path.split(separator: "/", omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && path.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    }
}
