import AWS
import MLflow
public import Transfer

/// Opens places that bundles lie in.
///
/// Nothing is connected before it is asked to; any number of threads may ask at once.
public final class SourceAccess: Sendable {
    /// How sources are reached.
    public let options: SourceOptions

    private let http: HTTPClient
    private let s3: S3Client

    /// Makes one.
    ///
    /// - Parameters:
    ///   - options: how sources are reached.
    ///   - environment: the process's variables: proxies, and where AWS credentials are.
    ///   - homeDirectory: where `.aws` is; nil: nowhere.
    public init(options: SourceOptions, environment: [String: String] = [:], homeDirectory: String? = nil) {
        self.options = options
        http = HTTPClient(options.transfer, environment: environment)
        let place = S3Options(
            region: options.s3.region,
            endpoint: options.s3.endpoint,
            usesPathStyle: options.s3.usesPathStyle,
            environment: environment,
            homeDirectory: homeDirectory,
            profile: options.s3.profile
        )
        let credentials = CredentialChain(
            environment: environment,
            homeDirectory: homeDirectory,
            profile: options.s3.profile,
            http: http
        )
        s3 = S3Client(options: place, credentials: credentials, http: http)
    }

    /// Opens a location: asks the registry where a model is, and goes through an archive.
    ///
    /// - Parameters:
    ///   - location: where the bundle lies.
    ///   - cancellation: ends it with `cancelled`.
    ///   - isConfigured: true: the place need not be among the allowed ones.
    /// - Returns: The bundle's files, as they can be had.
    /// - Throws: `bad_path` for a place that is not allowed; `download_failed` and the like.
    public func open(
        _ location: SourceLocation,
        cancellation: Cancellation? = nil,
        isConfigured: Bool = false
    ) throws(SourceError) -> any BundleSource {
        if !isConfigured { try check(location.place) }
        let (place, opener) = try resolved(location.place)
        guard location.isArchive else { return FolderSource(manifest: place, rules: options.rules, open: opener) }
        let limit = options.largestBundle + (1 << 20)
        return try ArchiveSource(opener(place), limit: limit, cancellation: cancellation)
    }

    private typealias Opener = @Sendable (SourcePlace) throws(SourceError) -> any ByteSource

    /// Where a location's bytes are now, and who opens what lies beside them.
    private func resolved(_ place: SourcePlace) throws(SourceError) -> (SourcePlace, Opener) {
        let plain: Opener = { [self] place throws(SourceError) in try bytes(at: place) }
        guard case .mlflow(let reference, let file) = place else { return (place, plain) }
        let client = try registry()
        let artifacts = try artifacts(reference, client)
        guard case .s3(let url) = artifacts.root else {
            return (
                place,
                { [self] place throws(SourceError) in
                    guard case .mlflow(_, let file) = place else { return try bytes(at: place) }
                    return self.artifact(file, of: artifacts, client)
                }
            )
        }
        guard let folder = S3Location(url), let object = folder.appending(file) else {
            throw SourceError(.downloadFailed, "\(place): the registry says that it is at \(url), which cannot be used")
        }
        return (.s3(bucket: object.bucket, key: object.key), plain)
    }

    /// One resource, other than a registry's.
    private func bytes(at place: SourcePlace) throws(SourceError) -> any ByteSource {
        switch place {
        case .file(let path): return FileBytes(path: path)
        case .web(let address):
            return WebBytes(
                name: "\(address)",
                client: http,
                request: { () throws(SourceError) in HTTPRequest("GET", address.text) },
                rules: options.rules
            )
        case .s3(let bucket, let key):
            guard let location = S3Location(bucket: bucket, key: key) else {
                throw SourceError(.badPath, "\(place) is no object: check the bucket's name and the key")
            }
            return object(location)
        case .mlflow:
            throw SourceError(.badPath, "\(place) cannot be the URL of a file; use https: or s3:")
        }
    }

    private func object(_ location: S3Location) -> WebBytes {
        WebBytes(
            name: "\(location)",
            client: http,
            request: { [s3] () throws(SourceError) in
                do throws(AWSError) {
                    return try s3.request("GET", location)
                } catch {
                    throw SourceError(.downloadFailed, error.message, error.isPassing ? .passing : .lasting)
                }
            },
            refusal: { [s3] download in
                let error = s3.failure(
                    location,
                    status: download.status,
                    headers: download.headers,
                    body: download.errorBody
                )
                let isMissing = error.code == "NoSuchKey" || download.status == 404
                return SourceError(
                    .downloadFailed,
                    error.message,
                    isMissing ? .missing : error.isPassing ? .passing : .lasting
                )
            }
        )
    }

    private func artifact(_ file: String, of artifacts: MLflowArtifacts, _ client: MLflowClient) -> WebBytes {
        WebBytes(
            name: "mlflow:\(artifacts.reference)#\(file)",
            client: http,
            request: { () throws(SourceError) in
                do throws(MLflowError) {
                    return try client.request(for: file, in: artifacts)
                } catch {
                    throw SourceError(.downloadFailed, error.message)
                }
            },
            refusal: { download in
                let error = client.failure(artifacts.reference, status: download.status, body: download.errorBody)
                let message = "\(file): \(error.message)"
                return SourceError(
                    .downloadFailed,
                    message,
                    download.status == 404 ? .missing : error.isPassing ? .passing : .lasting
                )
            }
        )
    }

    private func registry() throws(SourceError) -> MLflowClient {
        guard let server = options.mlflow else {
            throw SourceError(
                .downloadFailed,
                "there is no MLflow server for mlflow: locations; set updates.mlflow.url"
            )
        }
        let authentication: MLflowAuthentication =
            if let token = server.token {
                .bearer(token)
            } else if let user = server.username {
                .basic(user: user, password: server.password ?? "")
            } else {
                .none
            }
        do {
            return try MLflowClient(base: server.url, authentication: authentication, http: http)
        } catch {
            throw SourceError(.downloadFailed, error.message)
        }
    }

    private func artifacts(_ text: String, _ client: MLflowClient) throws(SourceError) -> MLflowArtifacts {
        guard let reference = MLflowReference(text) else {
            throw SourceError(
                .badPath,
                "mlflow:\(text) is no reference: use mlflow:models:/name@alias, mlflow:models:/name/version or "
                    + "mlflow:runs:/id/path"
            )
        }
        do {
            return try client.resolve(reference)
        } catch {
            throw SourceError(.downloadFailed, error.message, error.isPassing ? .passing : .lasting)
        }
    }

    private func check(_ place: SourcePlace) throws(SourceError) {
        do {
            try options.rules.check(place)
        } catch {
            throw SourceError(error)
        }
    }
}
