/// The folder that a bundle is put together in before it enters the store: `staging/<job>/`.
public struct Staging: Sendable {
    /// Whose bundle it is.
    public let model: String
    /// For which job.
    public let job: String

    let directory: Directory

    /// Bytes that are in it.
    public var byteCount: Int64 { directory.byteCount() }
    /// Where it is.
    public var path: String { directory.path }

    /// What a download notes for its next start; no file of a bundle can have such a name.
    var notesPath: String { path + "/.fetch.json" }

    func path(of file: String) -> String { path + "/" + file }

    /// Where the beginning of a file is.
    func partPath(of file: String) -> String { path + "/" + file + ".part" }

    /// Removes it with all that is in it.
    public func remove() throws(UpdateError) { try directory.remove() }

    /// Removes all that is in it.
    func empty() throws(UpdateError) {
        try directory.remove()
        try directory.create()
    }

    /// Writes a small file so that it is there as a whole or not at all, also after a power cut.
    func write(_ bytes: [UInt8], to path: String) throws(UpdateError) { try AtomicFile.write(bytes, to: path) }
}
