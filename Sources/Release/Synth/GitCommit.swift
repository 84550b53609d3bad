import Foundation

/// The commit that a folder is checked out at, read from git's files without git.
enum GitCommit {
    private static let mostBytes = 16 << 20

    /// Returns the hash in hexadecimal; nil outside of a repository, and before its first commit.
    static func head(of folder: String) -> String? {
        guard let place = gitFolder(above: folder), let head = text("\(place)/HEAD") else { return nil }
        guard head.hasPrefix("ref: ") else { return hash(head) }
        let reference = String(head.dropFirst("ref: ".count))
        guard ReleaseFile.isBelow(reference) else { return nil }
        let common = text("\(place)/commondir").map { resolve($0, at: place) } ?? place
        for base in [place, common] {
            if let found = text("\(base)/\(reference)").flatMap(hash) { return found }
        }
        return packed(reference, common)
    }

    /// The repository's folder; in a linked work tree `.git` is a file that names it.
    private static func gitFolder(above folder: String) -> String? {
        var folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        while true {
            let path = folder == "/" ? "/.git" : "\(folder)/.git"
            var isFolder: ObjCBool = false
            if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
                if isFolder.boolValue { return path }
                guard let text = text(path), text.hasPrefix("gitdir: ") else { return nil }
                return resolve(String(text.dropFirst("gitdir: ".count)), at: folder)
            }
            guard folder != "/" else { return nil }
            folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        }
    }

    private static func packed(_ reference: String, _ folder: String) -> String? {
        for line in text("\(folder)/packed-refs")?.split(separator: "\n") ?? [] {
            let words = line.split(separator: " ")
            if words.count == 2, words[1] == reference { return hash(String(words[0])) }
        }
        return nil
    }

    private static func resolve(_ path: String, at folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }

    /// What cannot be read tells nothing of a commit.
    private static func text(_ path: String) -> String? {
        guard let bytes = try? WholeFile.read(path, limit: mostBytes) else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// SHA-1 or SHA-256 in hexadecimal.
    static func hash(_ text: String) -> String? {
        let digits = Set("0123456789abcdef")
        return (text.count == 40 || text.count == 64) && text.allSatisfy(digits.contains) ? text : nil
    }
}
