import Recipes
public import Transfer

/// Builds the artifacts of a release, several components at once.
public struct ReleaseBuild: Sendable {
    /// The configuration.
    let project: Project
    /// Where the release is, and artifacts go.
    let folder: BuildFolder
    /// Components at once.
    let jobs: Int
    /// How long a command may take.
    let timeout: Duration
    /// Bytes that a command may write.
    var outputLimit = 64 << 20
    /// What commands find in their environment beside their own variables.
    let environment: [String: String]
    let journal: any ReleaseJournal
    let cancellation: Cancellation

    /// Makes a build; nothing is read or made.
    ///
    /// - Parameters:
    ///   - project: The configuration.
    ///   - folder: Where the release is, and artifacts go.
    ///   - jobs: How many components are built at once.
    ///   - timeout: How long a command of the configuration may take.
    ///   - environment: What such commands find beside their own variables.
    ///   - journal: Takes what happens.
    ///   - cancellation: Ends commands, and begins nothing more.
    public init(
        project: Project,
        folder: BuildFolder,
        jobs: Int,
        timeout: Duration,
        environment: [String: String],
        journal: any ReleaseJournal,
        cancellation: Cancellation
    ) {
        self.project = project
        self.folder = folder
        self.jobs = jobs
        self.timeout = timeout
        self.environment = environment
        self.journal = journal
        self.cancellation = cancellation
    }

    /// Builds what is not unchanged and not there yet; digests and sizes go into the release file.
    ///
    /// - Parameter named: Handles or names of components; none: all.
    /// - Returns: the release, with what is known now.
    /// - Throws: `input`: sources are not as they should be, or changed after `gg synth`; `command`, `timeout`: a command
    ///   of the configuration has failed. What was built before is written down, and not built again.
    public func run(_ named: [String] = []) throws(ReleaseError) -> ReleaseFile {
        let release = try folder.release()
        let entries = try release.entries(named, in: folder.releasePath)
        let ledger = ReleaseLedger(release, in: folder)
        _ = try inParallel(entries, limit: jobs) { entry throws(ReleaseError) in
            guard !entry.isUnchanged else {
                journal.note(
                    .step(subject: entry.name, text: "\(entry.version) is published already; nothing to build")
                )
                return
            }
            guard !cancellation.isCancelled else { throw ReleaseError(.input, "\(entry.name): cancelled") }
            let component = try component(of: entry)
            try ComponentBuild(build: self, entry: entry, component: component).run(ledger)
        }
        return ledger.release
    }

    private func component(of entry: ReleaseFile.Entry) throws(ReleaseError) -> Component {
        guard let component = project.config.components.first(where: { $0.name == entry.name }) else {
            throw ReleaseError(
                .input,
                "\(project.path) has no component \(entry.name), which \(folder.releasePath) names; run 'gg synth' again"
            )
        }
        return component
    }
}

extension ReleaseFile {
    /// The entries with these handles or names; without any, all.
    ///
    /// - Throws: `input`: one is not in the release.
    func entries(_ named: [String], in path: String) throws(ReleaseError) -> [Entry] {
        for word in named where !components.contains(where: { $0.handle == word || $0.name == word }) {
            let known = components.map(\.handle).joined(separator: ", ")
            throw ReleaseError(.input, "\(path) has no component '\(word)'; it has \(known)")
        }
        return components.filter { named.isEmpty || named.contains($0.handle) || named.contains($0.name) }
    }
}
