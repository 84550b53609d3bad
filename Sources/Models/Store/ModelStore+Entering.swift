extension ModelStore {
    /// Takes a bundle from its staging into the store.
    ///
    /// Every file and the folder are on the disk before the folder gets its name, and the name is before this returns: a
    /// power cut leaves it either in `staging/` or in `store/`, whole. A bundle that is there already is kept, and the
    /// staging removed; one that is there but damaged is replaced.
    ///
    /// - Parameters:
    ///   - staging: the folder with the bundle's files and nothing else.
    ///   - id: the bundle that it must hold.
    ///   - verified: what reading it back has found; nil: it is read back first.
    /// - Returns: The bundle at its new place.
    /// - Throws: `digest_mismatch` and the like where it is not what its manifest says; `no_space`, `read_only`; `internal` when another bundle has the same first 16 digits.
    public func admit(
        _ staging: Staging,
        _ id: BundleID,
        verified: VerifiedBundle? = nil
    ) throws(UpdateError) -> VerifiedBundle {
        do throws(UpdateError) {
            if !staging.directory.exists, has(id, model: staging.model) {
                return try verify(id, model: staging.model, trust: nil)
            }
            let bundle: VerifiedBundle
            if let verified {
                bundle = verified
            } else {
                bundle = try BundleFolder.verify(folder: staging.path, trust: nil)
            }
            guard bundle.id == id, bundle.folder == staging.path else {
                throw UpdateError(.digestMismatch, "\(staging.path) holds bundle \(bundle.id), expected \(id)")
            }
            return try lock.withLockTyped { () throws(UpdateError) in try enter(staging, bundle) }
        } catch {
            try? staging.remove()
            throw error
        }
    }

    private func enter(_ staging: Staging, _ bundle: VerifiedBundle) throws(UpdateError) -> VerifiedBundle {
        faults.pass("C6")
        try settle(staging)
        let store = store(of: staging.model)
        try store.create()
        let target = Directory(folder(bundle.id, model: staging.model))
        if target.exists {
            if try isSound(target.path, as: bundle) {
                try staging.remove()
                return bundle.moved(to: target.path)
            }
            try discard(target)
        }
        faults.pass("C7a")
        try staging.directory.rename(to: target.path)
        faults.pass("C7b")
        try store.synchronise()
        try stagingFolder(of: staging.model).synchronise()
        return bundle.moved(to: target.path)
    }

    /// Has every file and the folder on the disk, for this user alone.
    private func settle(_ staging: Staging) throws(UpdateError) {
        for name in try staging.directory.names() {
            let file = try OpenFile(staging.path(of: name), for: .reading)
            try file.restrict()
            try file.synchronise()
        }
        try staging.directory.synchronise()
    }

    private func isSound(_ folder: String, as bundle: VerifiedBundle) throws(UpdateError) -> Bool {
        if let found = try? storedID(folder), found != bundle.id, found.short == bundle.id.short {
            throw UpdateError(
                .internal,
                "bundle \(bundle.id) has the same first 16 digits as \(found), which is in the store; publish it again "
                    + "with another version"
            )
        }
        return (try? BundleFolder.verify(folder: folder, trust: nil))?.id == bundle.id
    }
}
