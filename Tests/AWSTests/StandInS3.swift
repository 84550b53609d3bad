import Foundation
import Support
import Transfer

@testable import AWS

/// S3 on loopback as far as uploads need it; goes wrong where a test says so.
final class StandInS3: Sendable {
    /// What was asked.
    enum Call: Hashable, Sendable {
        case head, put, begin, part(Int), complete, abort
    }

    /// What goes wrong.
    enum Fault: Sendable {
        /// Refuses.
        case answer(Int, String, headers: [String: String] = [:])
        /// Does it, and closes the connection without an answer.
        case silence
        /// Somebody else stores an object first.
        case overtaken(digest: String, bytes: [UInt8])
        /// Does it, but leaves these headers out.
        case without([String])
        /// Does it once the test goes on.
        case hold
    }

    struct Object: Sendable {
        var headers: [String: String]
        var bytes: [UInt8]
    }

    struct State: Sendable {
        var objects: [String: Object] = [:]
        var uploads: [String: (object: Object, parts: [Int: [UInt8]])] = [:]
        var calls: [Call] = []
        var requests: [StandInServer.Request] = []
    }

    let state = Watched(State())
    let isReleased = Watched(false)
    private let server: StandInServer

    /// Goes wrong as `fault` says of the nth call of a kind, from 1.
    init(_ fault: @escaping @Sendable (Call, Int) -> Fault? = { _, _ in nil }) throws {
        let (state, isReleased) = (state, isReleased)
        server = try StandInServer { request, line in
            guard let call = Self.call(request) else { return _ = line.answer(400) }
            var count = 0
            state.change {
                $0.calls.append(call)
                $0.requests.append(request)
                count = $0.calls.count { $0 == call }
            }
            switch fault(call, count) {
            case nil: Self.perform(call, request, state, line)
            case .answer(let status, let body, let headers):
                line.answer(status, headers: headers, body: Array(body.utf8))
            case .silence:
                Self.perform(call, request, state, nil)
                line.close()
            case .overtaken(let digest, let bytes):
                let key = Self.key(request)
                state.change { $0.objects[key] = Object(headers: ["x-amz-meta-sha256": digest], bytes: bytes) }
                Self.perform(call, request, state, line)
            case .without(let names): Self.perform(call, request, state, line, without: names)
            case .hold:
                while !isReleased.value { Thread.sleep(forTimeInterval: 0.01) }
                Self.perform(call, request, state, line)
            }
        }
    }

    deinit { isReleased.change { $0 = true } }

    /// The calls so far.
    var calls: [Call] { state.value.calls }

    func object(_ key: String) -> Object? { state.value.objects["/models/" + key] }

    /// A client that asks it, with keys that `keys` finds, one of `AKIA0`, `AKIA1` … with every search.
    func client(region: String = "eu-west-1") -> S3Client {
        let searches = Watched(0)
        let chain = CredentialChain(clock: { Date() }) { () throws(AWSError) in
            defer { searches.change { $0 += 1 } }
            return Credentials(accessKeyID: "AKIA\(searches.value)", secretAccessKey: "s3cret")
        }
        let options = S3Options(region: region, endpoint: server.url(""), environment: [:])
        let http = HTTPClient(TransferOptions(minimumSpeed: nil, proxy: .none))
        return S3Client(options: options, credentials: chain, http: http)
    }

    private static func key(_ request: StandInServer.Request) -> String {
        String(request.target.prefix { $0 != "?" })
    }

    private static func parameters(_ request: StandInServer.Request) -> [String: String] {
        let query = request.target.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
    }

    private static func call(_ request: StandInServer.Request) -> Call? {
        let query = parameters(request)
        switch request.method {
        case "HEAD": return .head
        case "PUT": return query["uploadId"] == nil ? .put : query["partNumber"].flatMap(Int.init).map(Call.part)
        case "POST": return query["uploads"] == nil ? .complete : .begin
        case "DELETE": return .abort
        default: return nil
        }
    }

    private static func perform(
        _ call: Call,
        _ request: StandInServer.Request,
        _ state: Watched<State>,
        _ line: StandInLine?,
        without names: [String] = []
    ) {
        var (status, headers, body) = (200, [String: String](), "")
        state.change { state in (status, headers, body) = state.answer(call, request, key(request), parameters(request))
        }
        line?.answer(status, headers: headers.filter { !names.contains($0.key) }, body: Array(body.utf8))
    }
}

extension StandInS3.State {
    fileprivate typealias Answer = (Int, [String: String], String)

    fileprivate mutating func answer(
        _ call: StandInS3.Call,
        _ request: StandInServer.Request,
        _ key: String,
        _ query: [String: String]
    ) -> Answer {
        let id = query["uploadId"] ?? ""
        let isTaken = request.header("If-None-Match") == "*" && objects[key] != nil
        let gone: Answer = (404, [:], "<Error><Code>NoSuchUpload</Code></Error>")
        let taken: Answer = (412, [:], "<Error><Code>PreconditionFailed</Code></Error>")
        switch call {
        case .head:
            guard let object = objects[key] else { return (404, [:], "") }
            return (200, object.headers.merging(["Content-Length": "\(object.bytes.count)"]) { $1 }, "")
        case .put:
            guard !isTaken else { return taken }
            objects[key] = .init(headers: Self.metadata(request), bytes: request.body)
            return (200, ["ETag": "\"e\""], "")
        case .begin:
            let id = "upload-\(uploads.count)"
            uploads[id] = (.init(headers: Self.metadata(request), bytes: []), [:])
            return (
                200, [:], "<InitiateMultipartUploadResult><UploadId>\(id)</UploadId></InitiateMultipartUploadResult>"
            )
        case .part(let number):
            guard uploads[id] != nil else { return gone }
            uploads[id]?.parts[number] = request.body
            return (200, ["ETag": "\"e\(number)&\""], "")
        case .complete:
            guard var upload = uploads[id] else { return gone }
            guard !isTaken else { return taken }
            upload.object.bytes = upload.parts.sorted { $0.key < $1.key }.flatMap(\.value)
            objects[key] = upload.object
            uploads[id] = nil
            return (200, [:], "<?xml version=\"1.0\"?>\n  <CompleteMultipartUploadResult/>")
        case .abort: return uploads.removeValue(forKey: id) == nil ? gone : (204, [:], "")
        }
    }

    private static func metadata(_ request: StandInServer.Request) -> [String: String] {
        let headers = request.headers.map { ($0.name.lowercased(), $0.value) }.filter { $0.0.hasPrefix("x-amz-") }
        return Dictionary(headers) { $1 }
    }
}
