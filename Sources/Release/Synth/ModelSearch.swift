import AWS
import Archive
import Cryptography
import Foundation
import Models
import Recipes
import Transfer

/// Finds the models of components, fetches them and puts them under the components' roots.
struct ModelSearch: Sendable {
    let project: Project
    let session: AWSSession
    /// Where the cache is; nil: in the user's cache folder.
    let cacheFolder: String?
    let journal: any ReleaseJournal
    let cancellation: Cancellation?

    /// Finds a component's model; nothing is fetched.
    func find(_ rule: ModelRule, of component: Component) throws(ReleaseError) -> FoundModel {
        switch rule.source {
        case .sagemaker(let group):
            guard let group = group ?? variable("MODEL_PACKAGE_GROUP_NAME") else {
                throw ReleaseError(
                    .input,
                    "\(rule.origin): the model of \(component.handle) names no model package group; write group, or set "
                        + "MODEL_PACKAGE_GROUP_NAME"
                )
            }
            let models = SageMakerModels(session: session, bucket: bucket(), web: web, journal: journal)
            return try models.last(of: group, for: component.handle)
        case .mlflow(let uri):
            let models = MLflowModels(
                environment: project.variables,
                http: session.http,
                web: web,
                retry: session.retry,
                cancellation: cancellation,
                bucket: { bucket(endpoint: variable("MLFLOW_S3_ENDPOINT_URL")) }
            )
            return try models.model(uri, for: component.handle)
        case .folder: return try folder(component)
        }
    }

    /// Fetches what is not in the cache, puts it under the root, and takes away what `former` has put there and is not
    /// there any longer.
    func place(
        _ model: FoundModel,
        of component: Component,
        former: ReleaseFile.Model?
    ) throws(ReleaseError) -> ReleaseFile.Model {
        let root = project.path(component.root ?? "")
        guard model.source != "folder" else { return try described(model, component, root) }
        let folder = if let cacheFolder { cacheFolder } else { try ModelCache.standardFolder(project.variables) }
        let cache = try ModelCache(folder)
        let fetch = ModelFetch(cache: cache, http: session.http, retry: session.retry, cancellation: cancellation)
        var placed: [ReleaseFile.File] = []
        for file in model.files {
            let path = try self.path(of: file, model, component)
            let cached = try put(file, at: "\(root)/\(path)", component.handle, cache, fetch)
            placed.append(ReleaseFile.File(path: path, sha256: cached.sha256))
        }
        let kept = Set(placed.map(\.path))
        for file in former?.files ?? [] where !kept.contains(file.path) {
            let path = "\(root)/\(file.path)"
            // Only what is still as it was put there is no one else's.
            if (try? ModelFetch.digest(of: path))?.sha256 == file.sha256 { _ = unsafe unlink(path) }
        }
        return ReleaseFile.Model(
            source: model.source,
            reference: model.reference,
            version: model.version,
            digest: Self.digest(placed, isFolder: model.isFolder),
            files: placed
        )
    }

    /// One file more than once at most: what the cache had is not always what it should be.
    private func put(
        _ file: RemoteFile,
        at path: String,
        _ component: String,
        _ cache: ModelCache,
        _ fetch: ModelFetch
    ) throws(ReleaseError) -> CachedFile {
        if let key = file.key, let known = try cache.entry(key) {
            if try ModelPlacement(cache: cache).place(known, at: path) { return known }
            journal.note(
                .warning(subject: component, text: "the cache's copy of \(file.place) is corrupted; fetching it")
            )
        }
        let name = "fetching \(file.path)"
        let fetched = try fetch.fetch(file) { done, total in
            journal.note(.progress(subject: component, text: name, done: Int(done), total: Int(max(done, total))))
        }
        guard try ModelPlacement(cache: cache).place(fetched, at: path) else {
            throw ReleaseError(.input, "\(cache.folder) does not keep what is written to it; use another --cache")
        }
        return fetched
    }

    /// Where a file goes below the root: `file` of the configuration is the name of the one, or the folder of several.
    private func path(
        of file: RemoteFile,
        _ model: FoundModel,
        _ component: Component
    ) throws(ReleaseError) -> String {
        guard let named = component.model?.file else { return file.path }
        let path = model.isFolder ? "\(named)/\(file.path)" : named
        guard ReleaseFile.isBelow(path) else {
            throw ReleaseError(
                .input,
                "\(component.origin): file of the model of \(component.handle) is '\(named)'; expected a path below its root"
            )
        }
        return path
    }

    static func digest(_ files: [ReleaseFile.File], isFolder: Bool) -> String {
        if !isFolder, let file = files.first { return file.sha256 }
        let lines = files.sorted { $0.path < $1.path }.map { "\($0.sha256)  \($0.path)\n" }
        return SHA256Digest(of: Array(lines.joined().utf8)).hexadecimal
    }

    private var web: WebFiles {
        WebFiles(http: session.http, retry: session.retry, cancellation: cancellation)
    }

    private func bucket(endpoint: String? = nil) -> BucketFiles {
        let client =
            if let endpoint {
                S3Client(
                    options: S3Options(region: session.region, endpoint: endpoint),
                    credentials: session.credentials,
                    http: session.http,
                    clock: session.clock
                )
            } else {
                session.s3()
            }
        return BucketFiles(client: client, retry: session.retry, cancellation: cancellation)
    }

    private func variable(_ name: String) -> String? { project.variables[name].flatMap { $0.isEmpty ? nil : $0 } }
}
