import Glibc

extension ModelStore {
    /// Refuses a bundle that the disk or the quota has no room for.
    ///
    /// Free must be twice its size and the reserve. What nobody needs is collected first, where that is what it takes.
    ///
    /// - Parameters:
    ///   - size: bytes of its files.
    ///   - held: bytes of it that are in its staging already.
    ///   - keep: says which bundles of a model are needed: active, previous, candidate.
    /// - Throws: `no_space`, with how much is missing.
    public func checkSpace(
        _ size: Int64,
        held: Int64 = 0,
        keep: (_ model: String) -> Set<BundleID>
    ) throws(UpdateError) {
        try Directory(dataDirectory).create()
        guard try shortage(size, held) != nil else { return }
        try lock.withLockTyped { () throws(UpdateError) in
            for model in try models() { _ = try collect(model, keep: keep(model), atMost: 0) }
        }
        if let reason = try shortage(size, held) { throw UpdateError(.noSpace, reason) }
    }

    /// Bytes that bundles and downloads take now.
    public func byteCount() throws(UpdateError) -> Int64 {
        try models().reduce(0) { $0 + store(of: $1).byteCount() + stagingFolder(of: $1).byteCount() }
    }

    private func shortage(_ size: Int64, _ held: Int64) throws(UpdateError) -> String? {
        let used = try byteCount() - held
        guard size <= limits.quota - used else {
            return
                "the bundle has \(size) bytes and the store \(used) of the \(limits.quota) that updates.quota allows; "
                + "raise it, or install a smaller bundle"
        }
        let free = try disk.free(at: dataDirectory)
        let (twice, isOver) = size.multipliedReportingOverflow(by: 2)
        let needed = isOver ? Int64.max : max(0, twice - held)
        guard needed <= free - limits.reserve else {
            return
                "the disk of \(dataDirectory) has \(free) bytes free, the bundle needs \(needed) (twice its size) and "
                + "\(limits.reserve) in reserve; free some"
        }
        return nil
    }
}

extension ModelStore {
    private var reservePath: String { dataDirectory + "/reserve" }

    /// Removes the reserve file, so that a full disk has room for noting the failure; true when it was there.
    @discardableResult
    public func giveUpReserve() -> Bool { unsafe unlink(reservePath) == 0 }

    /// Removes what was fetched so far of bundles that are not in the store.
    ///
    /// A full disk that has no reserve left has room again; what goes can be fetched once more.
    ///
    /// - Parameter jobs: by model, those that are fetching at this moment.
    /// - Returns: True when there was any.
    @discardableResult
    public func giveUpDownloads(except jobs: [String: Set<String>] = [:]) -> Bool {
        var isAny = false
        for model in (try? models()) ?? [] {
            let staging = stagingFolder(of: model)
            for name in (try? staging.names()) ?? [] where jobs[model]?.contains(name) != true {
                let folder = Directory(staging.path + "/" + name)
                guard folder.byteCount() > 0, (try? folder.remove()) != nil else { continue }
                isAny = true
            }
        }
        return isAny
    }

    /// Makes the reserve file again where it is missing, with blocks of its own.
    ///
    /// - Throws: `no_space` while the disk is full: nothing is left of it then.
    public func takeReserveBack() throws(UpdateError) {
        guard limits.reserve > 0 else { return }
        try Directory(dataDirectory).create()
        let file = try OpenFile(reservePath, for: .updating)
        guard try file.size() < limits.reserve else { return }
        do {
            try file.allocate(limits.reserve)
            try file.synchronise()
        } catch {
            giveUpReserve()
            throw error
        }
    }
}
