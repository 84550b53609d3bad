import Foundation
public import Transfer

/// Asks an MLflow server where models are, on the thread that calls; any number of threads may call at once.
///
/// The token or the password goes to the server's own scheme, host and port, and nowhere else.
public final class MLflowClient: Sendable {
    let server: MLflowServer
    private let http: HTTPClient

    /// Makes a client; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - base: The server's URL, such as `https://mlflow.example:5000`; it may have a path.
    ///   - authentication: How the client proves itself.
    ///   - http: What requests are sent with.
    /// - Throws: When the URL is none of `http:` and `https:`, or has a user, a query or a fragment in it; or when the
    ///   token or the name cannot be sent.
    public init(base: String, authentication: MLflowAuthentication = .none, http: HTTPClient) throws(MLflowError) {
        server = try MLflowServer(base: base, authentication: authentication)
        self.http = http
    }

    /// Finds out where the files of a model or a run are.
    ///
    /// - Throws: When there is no such model, version, alias or run, when the version is not ready, and when the files
    ///   are where a device cannot get them.
    public func resolve(_ reference: MLflowReference) throws(MLflowError) -> MLflowArtifacts {
        switch reference {
        case .alias(let model, let alias):
            let answer: ModelVersionAnswer = try ask(
                "registered-models/alias",
                [("name", model), ("alias", alias)],
                about: reference
            )
            return try artifacts(answer.model_version, reference)
        case .version(let model, let version):
            let answer: ModelVersionAnswer = try ask(
                "model-versions/get",
                [("name", model), ("version", version)],
                about: reference
            )
            return try artifacts(answer.model_version, reference)
        case .latest(let model):
            return try artifacts(try latest(model, reference), reference)
        case .run(let id, let path):
            let answer: RunAnswer = try ask("runs/get", [("run_id", id)], about: reference)
            let root = try ArtifactRoot(answer.run.info.artifact_uri, server: server, about: reference)
            return MLflowArtifacts(
                reference: reference,
                version: nil,
                run: id,
                root: try root.appending(path, about: reference)
            )
        }
    }

    /// All files below a place, folder by folder, in the order of their paths; only for places on the registry's server.
    ///
    /// - Parameters:
    ///   - artifacts: The place.
    ///   - limit: More files than this are an error, as are more than 16 levels of folders.
    /// - Returns: Path and length of each.
    /// - Throws: When there are too many, a path leaves the place, or the server refuses or is not reached.
    public func list(_ artifacts: MLflowArtifacts, limit: Int = 1000) throws(MLflowError) -> [MLflowFile] {
        guard case .proxy(let root) = artifacts.root else {
            throw MLflowError("Artifacts", "\(artifacts.reference): its files are in a bucket and are listed there")
        }
        var files: [MLflowFile] = []
        var folders: [(path: String, level: Int)] = [("", 0)]
        var visits = 0
        while let folder = folders.popLast() {
            visits += 1
            guard visits <= limit, folder.level <= 16 else {
                throw MLflowError(
                    "TooMany",
                    "\(artifacts.reference): it has more than \(limit) folders, or 16 levels of them"
                )
            }
            for entry in try entries(join(root, folder.path), artifacts.reference) {
                guard ArtifactPath.isSafe(entry.path) else {
                    throw MLflowError(
                        "Answer",
                        "\(artifacts.reference): the server lists a path that leaves its folder"
                    )
                }
                let path = join(folder.path, entry.path)
                if entry.is_dir == true {
                    folders.append((path, folder.level + 1))
                } else {
                    files.append(MLflowFile(path: path, size: entry.file_size.flatMap { $0 < 0 ? nil : $0 }))
                }
            }
            guard files.count <= limit else {
                throw MLflowError(
                    "TooMany",
                    "\(artifacts.reference): it has more than \(limit) files; is it the right folder?"
                )
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    /// A request for a file below a place on the registry's server, to be sent or downloaded; ranges may be added.
    ///
    /// - Throws: When the path leaves the place, or the files are in a bucket.
    public func request(for path: String, in artifacts: MLflowArtifacts) throws(MLflowError) -> HTTPRequest {
        guard case .proxy(let root) = artifacts.root else {
            throw MLflowError("Artifacts", "\(artifacts.reference): its files are in a bucket and are fetched there")
        }
        guard ArtifactPath.isSafe(path) else {
            throw MLflowError("Artifacts", "\(artifacts.reference): '\(path.prefix(100))' is no path below its folder")
        }
        return server.artifact(join(root, path))
    }

    /// What an answer that is no success says, to be thrown.
    ///
    /// - Parameters:
    ///   - reference: What was asked for.
    ///   - status: The answer's status.
    ///   - body: Its body, or the beginning.
    /// - Returns: MLflow's own word, and what to check.
    public func failure(_ reference: MLflowReference, status: Int, body: [UInt8] = []) -> MLflowError {
        MLflowAnswer(status: status, body: body).error(reference)
    }

    private func artifacts(_ version: ModelVersion, _ reference: MLflowReference) throws(MLflowError) -> MLflowArtifacts
    {
        // Old servers leave it out where it is READY.
        guard version.status == nil || version.status == "READY" else {
            throw MLflowError(
                "NotReady",
                "\(reference) is version \(version.version), whose status is \(version.status?.prefix(64) ?? ""); expected "
                    + "READY: wait until it is registered, or register it again",
                isPassing: version.status == "PENDING_REGISTRATION"
            )
        }
        let answer: LocationAnswer = try ask(
            "model-versions/get-download-uri",
            [("name", version.name), ("version", version.version)],
            about: reference
        )
        let root = try ArtifactRoot(answer.artifact_uri, server: server, about: reference)
        return MLflowArtifacts(
            reference: reference,
            version: version.version,
            run: version.run_id.flatMap { $0.isEmpty ? nil : $0 },
            root: root.place
        )
    }

    /// The highest version that is ready; the server sorts texts, which would put 9 before 10.
    private func latest(_ model: String, _ reference: MLflowReference) throws(MLflowError) -> ModelVersion {
        let quoted = model.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        var best: ModelVersion?
        var token: String?
        for _ in 0..<100 {
            var query = [("filter", "name='\(quoted)'"), ("max_results", "1000")]
            if let token { query.append(("page_token", token)) }
            let page: VersionsAnswer = try ask("model-versions/search", query, about: reference)
            for version in page.model_versions ?? [] where version.name == model && version.status ?? "READY" == "READY"
            {
                if (Int(version.version) ?? -1) > best.flatMap({ Int($0.version) }) ?? -1 { best = version }
            }
            guard let next = page.next_page_token, !next.isEmpty, next != token else { break }
            token = next
        }
        guard let best else {
            throw MLflowError(
                "RESOURCE_DOES_NOT_EXIST",
                "\(reference): no version of it is there and READY; check the name"
            )
        }
        return best
    }

    private func entries(_ folder: String, _ reference: MLflowReference) throws(MLflowError) -> [FileEntry] {
        let answer: FilesAnswer = try answer(to: server.listing(folder), about: reference)
        return answer.files ?? []
    }

    private func ask<Answer: Decodable>(
        _ call: String,
        _ query: [(String, String)],
        about reference: MLflowReference
    ) throws(MLflowError) -> Answer {
        try answer(to: server.call(call, query), about: reference)
    }

    private func answer<Answer: Decodable>(
        to request: HTTPRequest,
        about reference: MLflowReference
    ) throws(MLflowError) -> Answer {
        let response: HTTPResponse
        do throws(TransferError) {
            response = try http.send(request, limit: 4 << 20)
        } catch {
            throw MLflowError("Transfer", "\(reference): \(error.message)", isPassing: error.isPassing)
        }
        guard response.status == 200 else {
            throw failure(reference, status: response.status, body: response.body)
        }
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(response.body))
        } catch {
            throw MLflowError(
                "Answer",
                "\(reference): the server's answer is not what MLflow answers\(MLflowAnswer.pageHint(response.body)); check "
                    + "the URL, expected that of an MLflow tracking server"
            )
        }
    }

    private func join(_ folder: String, _ path: String) -> String {
        folder.isEmpty ? path : path.isEmpty ? folder : "\(folder)/\(path)"
    }
}
