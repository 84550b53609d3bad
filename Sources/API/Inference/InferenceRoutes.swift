import HTTPTypes
public import Hummingbird
public import OpenInference

/// The Open Inference Protocol, version 2, with the extensions of Triton that are named in its server metadata.
public struct InferenceRoutes: RouteGroup {
    /// What the server calls itself, and which version it is.
    let version: String
    /// What answers.
    let models: any ModelServing
    /// Reads requests.
    let decoder: OpenInference.RequestDecoder
    /// The longest body, unpacked, in bytes.
    let longestBody: Int
    /// What JSON says of NaN and infinities.
    let nonFinite: NonFinitePolicy
    /// Writes down what clients are told little of.
    let faults = FaultLog()

    /// Makes the routes.
    ///
    /// - Parameters:
    ///   - models: What answers.
    ///   - version: The program's version, for the server metadata.
    ///   - limits: How large a request may be; its bytes are those of the body, unpacked.
    ///   - nonFinite: What JSON says of NaN and infinities.
    public init(models: any ModelServing, version: String, limits: RequestLimits, nonFinite: NonFinitePolicy) {
        self.models = models
        self.version = version
        self.nonFinite = nonFinite
        longestBody = limits.bytes
        decoder = OpenInference.RequestDecoder(limits: limits)
    }

    /// Adds all but the extensions that the server metadata does not name.
    public func add(to router: Router<APIContext>) {
        addServer(to: router)
        router.get("v2/models/stats", use: allStatistics)
        for path in ["v2/models/:model", "v2/models/:model/versions/:version"] {
            let path = RouterPath(path)
            router.get(path, use: metadata)
            router.get(path.appendingPath("ready"), use: readiness)
            router.get(path.appendingPath("config"), use: configuration)
            router.get(path.appendingPath("stats"), use: statistics)
            router.post(path.appendingPath("infer"), use: infer)
        }
        for path in ["v2/repository", "v2/repository/:repository"] {
            let path = RouterPath(path)
            router.post(path.appendingPath("index"), use: index)
            router.post(path.appendingPath("models/:model/load"), use: load)
            router.post(path.appendingPath("models/:model/unload"), use: unload)
        }
    }
}

extension RouterPath {
    fileprivate func appendingPath(_ path: String) -> RouterPath { RouterPath("\(description)/\(path)") }
}
