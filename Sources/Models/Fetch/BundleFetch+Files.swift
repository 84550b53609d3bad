import Glibc
import Transfer

extension BundleFetch {
    /// Brings all files of a bundle into the staging.
    func fetchFiles(of offer: OfferedBundle) throws(UpdateError) {
        try removeOthers(offer.manifest)
        var notes = FetchNotes(id: offer.id, staging: staging)
        state = FetchProgress(done: 0, total: offer.manifest.byteCount, resumed: 0)
        let missing = offer.manifest.files.filter { !isComplete($0) }
        state.done = offer.manifest.files.reduce(0) { $0 + (isComplete($1) ? $1.size : 0) }
        state.resumed = state.done
        for file in missing { try fetch(file, &notes) }
        tell(isLast: true)
    }

    /// True when a file has its name: it got it when all of it was on the disk.
    private func isComplete(_ file: Manifest.File) -> Bool {
        var found = stat()
        return unsafe lstat(staging.path(of: file.path), &found) == 0 && found.st_mode & S_IFMT == S_IFREG
            && Int64(found.st_size) == file.size
    }

    /// Removes what is none of the bundle's, and files that have another size.
    private func removeOthers(_ manifest: Manifest) throws(UpdateError) {
        var own: Set = ["manifest.json", "manifest.sig", ".fetch.json"]
        for file in manifest.files { own.formUnion(isComplete(file) ? [file.path] : [file.path + ".part"]) }
        for name in try staging.directory.names() where !own.contains(name) {
            try Directory(staging.path(of: name)).remove()
        }
    }

    private func fetch(_ file: Manifest.File, _ notes: inout FetchNotes) throws(UpdateError) {
        var part = try PartFile(file, in: staging, faults: faults)
        let before = state.done
        state.done = before + part.count
        state.resumed += part.count
        var patience = FetchPatience(policy: policy, pace: pace, start: start)
        var badChunks: [Int: Int] = [:]
        while !part.isComplete {
            let good = part.goodChunks
            do throws(PieceFailure) {
                try attempt(file, &part, &notes, from: before)
            } catch {
                if part.goodChunks > good { patience.encourage() }
                switch error {
                case .disk(let error): throw error
                case .source(let error): try endure(error, &patience)
                case .badChunk(let index):
                    badChunks[index, default: 0] += 1
                    try judge(index, badChunks[index] ?? 0, file)
                }
            }
        }
        faults.pass("C5")
        let whole = try part.synchronise()
        guard unsafe rename(staging.partPath(of: file.path), staging.path(of: file.path)) == 0 else {
            throw UpdateError(errno: errno, "rename", staging.partPath(of: file.path))
        }
        state.done = before + file.size
        readBack[file.path] = whole
    }

    private func judge(_ chunk: Int, _ attempts: Int, _ file: Manifest.File) throws(UpdateError) {
        guard attempts >= policy.chunkAttempts else { return }
        throw UpdateError(
            .digestMismatch,
            "chunk \(chunk + 1) of \(file.pieces.digests.count) of \(file.path) from \(order.location) is not what the manifest "
                + "says, \(attempts) times; publish the bundle again"
        )
    }

    /// Fetches what is missing of a file, in one go.
    private func attempt(
        _ file: Manifest.File,
        _ part: inout PartFile,
        _ notes: inout FetchNotes,
        from before: Int64
    ) throws(PieceFailure) {
        let source = try Self.sourced { () throws(SourceError) in try opened() }
        if part.count == 0 { try note(file, source, &notes) }
        var failure: PieceFailure?
        let end: FetchEnd
        do {
            end = try source.fetch(
                file,
                from: part.count,
                etag: notes.etags[file.path],
                cancellation: cancellation
            ) { piece throws(SourceError) in
                do throws(PartFile.Failure) {
                    try part.take(piece)
                } catch {
                    failure = PieceFailure(error)
                    throw SourceError(.internal, "the piece was not taken")
                }
                state.done = before + part.count
                state.trouble = nil
                tell()
                try checkDeadline()
            }
        } catch {
            throw failure ?? .source(error)
        }
        if end.isRestarted {
            notes.etags[file.path] = nil
            try Self.stored { () throws(UpdateError) in try part.restart() }
        } else if !part.isComplete {
            throw .source(SourceError(.downloadFailed, "\(order.location): \(file.path) ended early", .passing))
        }
    }

    /// Keeps the etag of a file that is worth to go on with.
    private func note(
        _ file: Manifest.File,
        _ source: any BundleSource,
        _ notes: inout FetchNotes
    ) throws(PieceFailure) {
        guard file.pieces.digests.count > 1 else { return }
        let etag = try Self.sourced { () throws(SourceError) in
            try source.etag(of: file, cancellation: cancellation)
        }
        // One that begins so names what means the same, not the same bytes.
        guard let etag, !etag.hasPrefix("W/"), notes.etags[file.path] != etag else { return }
        notes.etags[file.path] = etag
        let written = notes
        try Self.stored { () throws(UpdateError) in try written.write(to: staging) }
    }

    private static func sourced<Value>(_ body: () throws(SourceError) -> Value) throws(PieceFailure) -> Value {
        do {
            return try body()
        } catch {
            throw .source(error)
        }
    }

    private static func stored(_ body: () throws(UpdateError) -> Void) throws(PieceFailure) {
        do {
            try body()
        } catch {
            throw .disk(error)
        }
    }
}

/// Why fetching a piece of a file ended.
private enum PieceFailure: Error {
    case source(SourceError)
    case disk(UpdateError)
    case badChunk(Int)

    init(_ failure: PartFile.Failure) {
        self =
            switch failure {
            case .badChunk(let index): .badChunk(index)
            case .disk(let error): .disk(error)
            }
    }
}
