import AWS
import MLflow
import Transfer

/// Finds a model in an MLflow registry.
struct MLflowModels: Sendable {
    let environment: [String: String]
    let http: HTTPClient
    let web: WebFiles
    let retry: AWSRetry
    let cancellation: Cancellation?
    /// Asks S3 where the registry keeps its files in a bucket.
    let bucket: @Sendable () throws(ReleaseError) -> BucketFiles

    /// Returns what a reference such as `models:/press@champion` means now.
    ///
    /// - Throws: `input`: it is none, or `MLFLOW_TRACKING_URI` is not set; `cloud`: the registry refuses or is not reached.
    func model(_ uri: String, for component: String) throws(ReleaseError) -> FoundModel {
        guard let reference = MLflowReference(uri) else {
            throw ReleaseError(
                .input,
                "\(component): '\(uri.prefix(200))' is no reference of MLflow; expected models:/name@alias, "
                    + "models:/name/3, models:/name/latest or runs:/id/path"
            )
        }
        let client = try client(for: component)
        let artifacts: MLflowArtifacts
        let files: [RemoteFile]
        do throws(AWSError) {
            artifacts = try asking { () throws(MLflowError) in try client.resolve(reference) }
            files = try self.files(of: artifacts, client)
        } catch {
            throw ReleaseError(.cloud, "\(component): \(error.message)")
        }
        guard !files.isEmpty else {
            throw ReleaseError(.input, "\(component): \(reference) has no files; log the model again")
        }
        return FoundModel(
            source: "mlflow",
            reference: Self.pinned(reference, artifacts.version),
            version: artifacts.version,
            number: artifacts.version.flatMap { Int($0) }.map { .registry($0) } ?? .none,
            files: files,
            isFolder: true
        )
    }

    private func client(for component: String) throws(ReleaseError) -> MLflowClient {
        guard let base = value("MLFLOW_TRACKING_URI") else {
            throw ReleaseError(
                .input,
                "\(component): its model is in MLflow; set MLFLOW_TRACKING_URI to the server's URL, and "
                    + "MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, where it asks for one"
            )
        }
        do throws(MLflowError) {
            return try MLflowClient(base: base, authentication: authentication, http: http)
        } catch {
            throw ReleaseError(.input, "MLFLOW_TRACKING_URI: \(error.message)")
        }
    }

    private var authentication: MLflowAuthentication {
        if let token = value("MLFLOW_TRACKING_TOKEN") { return .bearer(token) }
        guard let user = value("MLFLOW_TRACKING_USERNAME") else { return .none }
        return .basic(user: user, password: value("MLFLOW_TRACKING_PASSWORD") ?? "")
    }

    /// An empty variable counts as not set.
    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    private func files(of artifacts: MLflowArtifacts, _ client: MLflowClient) throws(AWSError) -> [RemoteFile] {
        switch artifacts.root {
        case .s3(let url):
            guard let location = S3Location(url) else { throw AWSError("Artifacts", "\(url) is no place in S3") }
            do throws(ReleaseError) {
                return try bucket().below(location)
            } catch {
                throw AWSError("Artifacts", error.message)
            }
        case .proxy:
            let listed = try asking { () throws(MLflowError) in try client.list(artifacts) }
            var files: [RemoteFile] = []
            for file in listed { files.append(try remote(file, artifacts, client)) }
            return files
        }
    }

    private func remote(
        _ file: MLflowFile,
        _ artifacts: MLflowArtifacts,
        _ client: MLflowClient
    ) throws(AWSError) -> RemoteFile {
        guard ReleaseFile.isBelow(file.path) else {
            throw AWSError("Artifacts", "'\(file.path.prefix(200))' is no name that a file can have")
        }
        do throws(ReleaseError) {
            return try web.file(
                path: file.path,
                place: "\(Self.pinned(artifacts.reference, artifacts.version))/\(file.path)",
                server: value("MLFLOW_TRACKING_URI") ?? "",
                byteCount: file.size,
                request: { () throws(AWSError) in
                    do throws(MLflowError) {
                        return try client.request(for: file.path, in: artifacts)
                    } catch {
                        throw Self.passed(error)
                    }
                },
                refusal: {
                    Self.passed(client.failure(artifacts.reference, status: $0.status, body: $0.errorBody))
                }
            )
        } catch {
            throw AWSError("Transfer", error.message)
        }
    }

    private func asking<Value>(_ body: () throws(MLflowError) -> Value) throws(AWSError) -> Value {
        try retry.run(cancellation: cancellation) { () throws(AWSError) in
            do throws(MLflowError) {
                return try body()
            } catch {
                throw Self.passed(error)
            }
        }
    }

    /// The same failure for the rule that says whether, and when, a request is sent again.
    private static func passed(_ error: MLflowError) -> AWSError {
        AWSError(error.code, error.message, isPassing: error.isPassing)
    }

    /// The reference with the version that it means now.
    private static func pinned(_ reference: MLflowReference, _ version: String?) -> String {
        guard let version else { return "\(reference)" }
        return switch reference {
        case .alias(let model, _), .version(let model, _), .latest(let model):
            "\(MLflowReference.version(model: model, version: version))"
        case .run: "\(reference)"
        }
    }
}
