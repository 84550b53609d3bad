import Glibc

extension ModelStore {
    /// Removes bundles of a model that nobody needs.
    ///
    /// Those in `keep` stay and, up to `limits.keep` together, the last ones that entered and are not `unwanted`.
    ///
    /// - Parameters:
    ///   - model: whose.
    ///   - keep: active, previous, candidate.
    ///   - unwanted: what was rejected; it goes, unless it is among those to keep.
    /// - Returns: What is gone.
    /// - Throws: what the disk says.
    @discardableResult
    public func collect(
        _ model: String,
        keep: Set<BundleID>,
        without unwanted: Set<BundleID> = []
    ) throws(UpdateError) -> [BundleID] {
        try lock.withLockTyped { () throws(UpdateError) in
            try collect(model, keep: keep, without: unwanted, atMost: limits.keep)
        }
    }

    /// Removes what a process that was killed has left: half-removed bundles, and the staging of other jobs.
    ///
    /// Makes the reserve file where it is missing. To be called before anything else is done with the store.
    ///
    /// - Parameter jobs: jobs by model whose downloads go on.
    /// - Throws: what the disk says.
    public func cleanAtStart(jobs: [String: Set<String>] = [:]) throws(UpdateError) {
        for model in try models() {
            let store = store(of: model)
            for name in try store.names() where name.hasPrefix(Self.trash) {
                try Directory(store.path + "/" + name).remove()
            }
            let staging = stagingFolder(of: model)
            for name in try staging.names() where jobs[model]?.contains(name) != true {
                try Directory(staging.path + "/" + name).remove()
            }
        }
        do throws(UpdateError) {
            try takeReserveBack()
        } catch {
            // A full disk keeps no model from being served; what needs room will say so.
            guard error.code == .noSpace else { throw error }
        }
    }

    static let trash = ".trash-"

    func collect(
        _ model: String,
        keep: Set<BundleID>,
        without unwanted: Set<BundleID> = [],
        atMost limit: Int
    ) throws(UpdateError) -> [BundleID] {
        let bundles = try contents(model)
        var room = limit - bundles.count { keep.contains($0.id) }
        var gone: [BundleID] = []
        for bundle in bundles where !keep.contains(bundle.id) {
            if !unwanted.contains(bundle.id) {
                room -= 1
                guard room < 0 else { continue }
            }
            try discard(Directory(folder(bundle.id, model: model)))
            gone.append(bundle.id)
        }
        return gone
    }

    /// Takes a folder's name away first, so that nobody ever sees a part of it under that name.
    func discard(_ folder: Directory) throws(UpdateError) {
        guard let slash = folder.path.lastIndex(of: "/") else { return }
        let name = folder.path[folder.path.index(after: slash)...]
        let trash = Directory("\(folder.path[..<slash])/\(Self.trash)\(name)")
        try trash.remove()
        try folder.rename(to: trash.path)
        faults.pass("C15")
        try trash.remove()
    }
}
