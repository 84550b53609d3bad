extension Manifest {
    /// Reads `files`.
    static func files(_ place: JSONPlace) throws(UpdateError) -> [File] {
        var files: [File] = []
        var names: Set<String> = []
        var total: Int64 = 0
        for element in try place.array(1...256) {
            let file = try File(element)
            // Case does not count everywhere: two such files would be one on some disks.
            guard names.insert(file.path.lowercased()).inserted else {
                throw element.error("has the path '\(file.path)', as a file before it, case apart", code: .badPath)
            }
            total += file.size
            guard total <= mostFileBytes else {
                throw element.error("makes more than \(mostFileBytes) bytes of all files together")
            }
            files.append(file)
        }
        guard files.contains(where: { $0.path == BundlePath.model }) else {
            throw place.error("has no \(BundlePath.model)")
        }
        return files
    }
}

extension Manifest.File {
    /// Reads one of `files`.
    init(_ place: JSONPlace) throws(UpdateError) {
        let members = try place.object(["path", "size", "sha256", "chunk", "chunks", "url"])
        let path = try Manifest.required("path", members, place).text(most: 4096)
        guard BundlePath.isValid(path) else {
            throw place.error(
                "has the path '\(path)'; expected 1 to \(BundlePath.longest) letters, digits, '.', '_' and '-', no dot first, "
                    + "and neither \(BundlePath.manifest) nor \(BundlePath.signature)",
                code: .badPath
            )
        }
        self.init(
            path: path,
            size: try Manifest.required("size", members, place).whole(0...Manifest.mostFileBytes),
            sha256: try Manifest.required("sha256", members, place).digest()
        )
        try readChunks(members, place)
        if let place = members["url"] {
            let text = try place.text(most: 4096)
            guard BundlePath.isReference(text) else {
                throw place.error("is no URL and no relative reference below the manifest's folder", code: .badPath)
            }
            url = text
        }
    }

    private mutating func readChunks(_ members: [String: JSONPlace], _ owner: JSONPlace) throws(UpdateError) {
        guard let size = members["chunk"], let list = members["chunks"] else {
            guard members["chunk"] == nil, members["chunks"] == nil else {
                throw owner.error("has one of 'chunk' and 'chunks' without the other")
            }
            return
        }
        let chunk = try size.whole(Manifest.chunkSizes)
        // Fewer than 16,500 of them fit in a manifest.
        let count = Int(self.size / chunk + (self.size % chunk == 0 ? 0 : 1))
        let found = try list.array(0...65_536)
        guard found.count == count else {
            throw list.error("has \(found.count) digests; \(self.size) bytes in chunks of \(chunk) have \(count)")
        }
        chunks = try found.map { place throws(UpdateError) in try place.digest() }
        self.chunk = chunk
    }

    /// The digests of the pieces in which it is fetched, and their size: its chunks, or itself as one.
    public var pieces: (size: Int64, digests: [[UInt8]]) {
        if let chunk { (chunk, chunks) } else { (max(size, 1), [sha256]) }
    }
}
