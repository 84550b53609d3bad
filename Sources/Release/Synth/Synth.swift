public import AWS
import Foundation
import Recipes
public import Transfer

/// Makes a release: finds models and versions, and writes recipes, the deployment document and the release file.
public struct Synth: Sendable {
    let project: Project
    let folder: BuildFolder
    let options: SynthOptions
    let session: AWSSession
    let journal: any ReleaseJournal
    let cancellation: Cancellation?

    /// Makes the step; nothing is read or asked yet.
    ///
    /// - Parameters:
    ///   - project: The configuration.
    ///   - folder: Where what is made goes.
    ///   - options: What else the release is made with.
    ///   - session: Asks AWS; its region is the release's.
    ///   - journal: Takes what happens.
    ///   - cancellation: Ends what is under way.
    public init(
        project: Project,
        folder: BuildFolder,
        options: SynthOptions,
        session: AWSSession,
        journal: any ReleaseJournal,
        cancellation: Cancellation? = nil
    ) {
        self.project = project
        self.folder = folder
        self.options = options
        self.session = session
        self.journal = journal
        self.cancellation = cancellation
    }

    /// The region that the chosen components name; nil where none does.
    ///
    /// - Throws: `input`: they name several, or a component is not there.
    public static func region(of project: Project, only: [String]) throws(ReleaseError) -> String? {
        let named = try project.components(only).filter { $0.region != nil }
        guard let first = named.first else { return nil }
        if let other = named.first(where: { $0.region != first.region }) {
            throw ReleaseError(
                .input,
                "\(other.origin(of: "region")): the region of \(other.handle) is \(other.region ?? ""), that of "
                    + "\(first.handle) \(first.region ?? ""); a release has one region: make one for each with --only"
            )
        }
        return first.region
    }

    /// Makes the release.
    ///
    /// Nothing in the build folder changes before all is known. The same configuration, sources, models and published
    /// versions give the same bytes.
    /// - Throws: `input`: the configuration, files or models are not as they should be; `cloud`: AWS or a registry refuses,
    ///   or is not reached.
    public func run() throws(ReleaseError) -> SynthResult {
        try WholeFile.makeFolder(folder.path)
        let lock = try FolderLock(folder.path)
        defer { _ = lock }
        let components = try ComponentOrder.sorted(project.components(options.only))
        try check(components)
        var course = SynthCourse(former: former(), published: try published(components))
        for component in components { try add(component, to: &course) }
        try write(course, components)
        return SynthResult(components: course.rows, release: folder.releasePath)
    }

    /// The release that is in the folder; what cannot be read is written anew.
    private func former() -> ReleaseFile? { try? folder.release() }

    private func check(_ components: [Component]) throws(ReleaseError) {
        for component in components {
            if let region = component.region, region != session.region {
                throw ReleaseError(
                    .input,
                    "\(component.origin(of: "region")): the region of \(component.handle) is \(region), and --region says "
                        + "\(session.region); leave one of them out"
                )
            }
            let needsRoot = component.model != nil || component.artifacts.contains(where: \.isOurs)
            guard !needsRoot || component.root != nil else {
                throw ReleaseError(
                    .input,
                    "\(component.origin): \(component.handle) has no root; name the folder that its files are in"
                )
            }
            if needsRoot { try checkFolder(component) }
            _ = try bucket(of: component)
        }
    }

    /// Refuses a build folder among the sources: the release before would be packed into the next one, and be new each time.
    private func checkFolder(_ component: Component) throws(ReleaseError) {
        func resolved(_ path: String) -> String {
            URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        }
        let root = resolved(project.path(component.root ?? ""))
        let path = resolved(folder.path)
        guard path == root || path.hasPrefix(root == "/" ? root : root + "/") else { return }
        let inside = String(path.dropFirst(root.count).drop { $0 == "/" })
        guard try !ArtifactPlan(component).leavesOut(folder: inside) else { return }
        throw ReleaseError(
            .input,
            "\(component.origin(of: "root")): the build folder \(folder.path) lies in the root of \(component.handle), among "
                + "its sources; name another with --build-dir, or leave it out with an exclude of the zip build"
        )
    }

    /// The bucket for a component's artifacts; empty where it has none of its own.
    func bucket(of component: Component) throws(ReleaseError) -> String {
        if let bucket = component.bucket ?? options.bucket { return bucket }
        guard component.artifacts.contains(where: \.isOurs) else { return "" }
        throw ReleaseError(
            .input,
            "\(component.origin): \(component.handle) has artifacts and no bucket; give one with --artifact-bucket, set "
                + "ARTIFACT_BUCKET, or write bucket"
        )
    }

    /// Everything that is published of the components, and of those outside the release that `x.x.x` asks for.
    private func published(_ components: [Component]) throws(ReleaseError) -> [String: [PublishedVersion]] {
        let own = Set(components.map(\.name))
        let others = components.flatMap(\.dependencies).filter { $0.requirement == .latest && !own.contains($0.name) }
        let names = own.union(others.map(\.name)).sorted()
        journal.note(.step(subject: "gg", text: "asking for the versions of \(names.joined(separator: ", "))"))
        return try PublishedVersions(client: GreengrassClient(session)).all(of: names)
    }
}
