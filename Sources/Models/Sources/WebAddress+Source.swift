import Transfer

extension WebAddress {
    /// Reads the address of a bundle or of a part of one, which is stricter than what can be asked for.
    ///
    /// - Throws: `bad_path`, without the URL, which may hold a secret.
    init(source url: String) throws(UpdateError) {
        do throws(TransferError) {
            try self.init(url)
        } catch {
            throw Self.malformed(url, error.message)
        }
        guard !url.contains("#"), url.utf8.allSatisfy({ !"\"<>\\^`{|}".utf8.contains($0) }) else {
            throw Self.malformed(url, "it has a fragment, or a letter that has to be percent-encoded")
        }
        guard path.isEmpty || path == "/" || Self.isClean(path) else {
            throw Self.malformed(url, "its path may have no empty, . or .. steps and no broken % codes")
        }
    }

    /// True when no step of the path, with its codes read, is empty, `.` or `..`, also between encoded slashes.
    private static func isClean(_ encoded: String) -> Bool {
        guard let decoded = PercentEncoding.text(encoded) else { return false }
        return SourcePlace.isClean(decoded)
    }

    private static func malformed(_ url: String, _ what: String) -> UpdateError {
        UpdateError(.badPath, "the \(url.prefix { $0 != ":" }) URL cannot be used: \(what)")
    }
}
