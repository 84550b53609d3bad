import FoundationEssentials

/// What a download leaves beside its files for its next start: the etags that their beginnings came with.
struct FetchNotes: Codable, Equatable {
    var v = 1
    /// The bundle's id.
    var id: String
    var etags: [String: String] = [:]

    private static let limit = 1 << 20

    /// Reads them; none when they are missing, damaged or of another bundle.
    init(id: BundleID, staging: Staging) {
        self.id = id.description
        guard let bytes = try? AtomicFile.read(staging.notesPath, limit: Self.limit),
            let found = try? JSONDecoder().decode(FetchNotes.self, from: Data(bytes)), found.v == v,
            found.id == self.id
        else { return }
        etags = found.etags.filter { $0.value.utf8.count <= 1024 }
    }

    func write(to staging: Staging) throws(UpdateError) {
        let bytes: Data
        do {
            bytes = try JSONEncoder().encode(self)
        } catch {
            throw UpdateError(.internal, "the notes of a download cannot be written: \(error)")
        }
        try staging.write(Array(bytes), to: staging.notesPath)
    }
}
