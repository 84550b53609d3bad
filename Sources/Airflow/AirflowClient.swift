import Foundation
public import Transfer

/// Asks an Airflow server for runs of one DAG, on the thread that calls; any number of threads may call at once.
///
/// Every call asks once; whoever calls tries again where that can help. The token or the password goes to the server's own
/// scheme, host and port, and nowhere else: redirects are not followed.
public final class AirflowClient: Sendable {
    /// Bytes of the longest answer.
    private static let largestAnswer = 1 << 20
    private static let largestToken = 15 << 10

    /// The identifier of the DAG.
    public let dag: String
    private let server: AirflowServer
    private let authentication: AirflowAuthentication
    private let http: HTTPClient
    /// What a name and a password have got from Airflow 3.
    private let token = AirflowToken()

    /// Makes a client; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - base: The server's URL, such as `https://airflow.example:8080`; it may have a path, without `/api`.
    ///   - interface: Which REST interface it has.
    ///   - dag: The identifier of the DAG.
    ///   - authentication: How the client proves itself.
    ///   - http: What requests are sent with; it should have a deadline and follow no redirect.
    /// - Throws: When the URL cannot be used, or the token or the name cannot be sent.
    public init(
        base: String,
        interface: AirflowInterface,
        dag: String,
        authentication: AirflowAuthentication,
        http: HTTPClient
    ) throws(AirflowError) {
        server = try AirflowServer(base: base, interface: interface)
        switch authentication {
        case .none: break
        case .bearer(let token): try Self.check(token)
        case .password(let user, _):
            guard !user.isEmpty, !user.contains(":") else {
                throw AirflowError(.invalid, "the user name for the Airflow server is empty, or has a colon in it")
            }
        }
        self.dag = dag
        self.authentication = authentication
        self.http = http
    }

    /// Asks for a run; one that is there already, for the same order, is as good as a new one.
    ///
    /// - Parameters:
    ///   - id: The run's identifier; see ``DAGRun/isIdentifier(_:)``.
    ///   - conf: What it works with: it is written as an object, whose member `order_id` tells orders apart.
    ///   - orderID: That member.
    ///   - cancellation: Ends the call.
    /// - Returns: The run, however far it is.
    /// - Throws: `conflict` where the identifier is taken by a run for something else; all that may go wrong with a request.
    public func trigger(
        _ id: String,
        conf: some Encodable,
        orderID: String,
        cancellation: Cancellation? = nil
    ) throws(AirflowError) -> DAGRun {
        guard DAGRun.isIdentifier(id) else {
            throw AirflowError(
                .invalid,
                "'\(id.prefix(100))' is no identifier of a run; expected 1 to 200 of A-Z a-z 0-9 _ . ~ : + -"
            )
        }
        let body = try Self.bytes(TriggerDocument(interface: server.interface, id: id, conf: conf))
        let response = try ask("POST", server.runs(dag), body: body, cancellation)
        guard response.status == 409 else { return try run(in: response, id, .trigger) }
        let found: DAGRun
        do throws(AirflowError) {
            found = try run(id, cancellation: cancellation)
        } catch {
            guard error.code == .missing else { throw error }
            // It is something else that the server sees twice.
            throw failure(response, "run \(id)", .trigger)
        }
        guard found.orderID == orderID else {
            throw AirflowError(
                .conflict,
                "run \(id) of DAG \(dag) is there already, for \(found.orderID.map { "order \($0.prefix(200))" } ?? "something else"); "
                    + "expected order \(orderID); delete that run, or use another DAG"
            )
        }
        return found
    }

    /// How far a run is.
    ///
    /// - Throws: `missing` where it is not there any more; all that may go wrong with a request.
    public func run(_ id: String, cancellation: Cancellation? = nil) throws(AirflowError) -> DAGRun {
        try run(in: ask("GET", server.run(id, of: dag), cancellation), id, .run)
    }

    /// True where the DAG's runs wait until somebody lets it go on.
    ///
    /// - Throws: All that may go wrong with a request.
    public func isPaused(cancellation: Cancellation? = nil) throws(AirflowError) -> Bool {
        let response = try ask("GET", server.dag(dag), cancellation)
        guard response.status == 200 else { throw failure(response, "DAG \(dag)", .dag) }
        let document: DAGDocument = try decode(response, "DAG \(dag)")
        return document.is_paused == true
    }

    private func run(
        in response: HTTPResponse,
        _ id: String,
        _ purpose: AirflowAnswer.Purpose
    ) throws(AirflowError) -> DAGRun {
        let subject = "run \(id) of DAG \(dag)"
        guard [200, 201].contains(response.status) else { throw failure(response, subject, purpose) }
        let document: RunDocument = try decode(response, subject)
        guard document.dag_run_id == id else {
            throw AirflowError(
                .answer,
                "\(subject): the server tells of run '\(hidden(String(document.dag_run_id.prefix(200))))' instead"
            )
        }
        return document.run
    }
}

/// How requests are sent and answers read.
extension AirflowClient {
    /// Sends a request with what proves the client; a token that is not taken any more is asked for anew, once.
    private func ask(
        _ method: String,
        _ url: String,
        body: [UInt8] = [],
        _ cancellation: Cancellation?
    ) throws(AirflowError) -> HTTPResponse {
        guard case .password(let user, let password) = authentication, server.interface == .v2 else {
            return try send(method, url, authorization: plainAuthorization, body: body, cancellation)
        }
        if let kept = token.current {
            let response = try send(method, url, authorization: "Bearer \(kept)", body: body, cancellation)
            guard [401, 403].contains(response.status) else { return response }
        }
        let fresh = try logIn(user, password, cancellation)
        token.current = fresh
        return try send(method, url, authorization: "Bearer \(fresh)", body: body, cancellation)
    }

    /// What goes with every request; Airflow 3 takes no name and password there.
    private var plainAuthorization: String? {
        switch authentication {
        case .none: nil
        case .bearer(let token): "Bearer \(token)"
        case .password(let user, let password): "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        }
    }

    private func logIn(
        _ user: String,
        _ password: String,
        _ cancellation: Cancellation?
    ) throws(AirflowError) -> String {
        let body = try Self.bytes(LoginDocument(username: user, password: password))
        let response = try send("POST", server.login, authorization: nil, body: body, cancellation)
        guard [200, 201].contains(response.status) else { throw failure(response, "logging in", .login) }
        let document: TokenDocument = try decode(response, "logging in")
        try Self.check(document.access_token)
        return document.access_token
    }

    private func send(
        _ method: String,
        _ url: String,
        authorization: String?,
        body: [UInt8],
        _ cancellation: Cancellation?
    ) throws(AirflowError) -> HTTPResponse {
        var headers = [HTTPRequest.Header("Accept", "application/json")]
        if let authorization { headers.append(HTTPRequest.Header("Authorization", authorization)) }
        if !body.isEmpty { headers.append(HTTPRequest.Header("Content-Type", "application/json")) }
        let request = HTTPRequest(method, url, headers: headers, body: body)
        do throws(TransferError) {
            return try http.send(request, limit: Self.largestAnswer, cancellation: cancellation)
        } catch {
            throw AirflowError(error)
        }
    }

    private func failure(
        _ response: HTTPResponse,
        _ subject: String,
        _ purpose: AirflowAnswer.Purpose
    ) -> AirflowError {
        let error = AirflowAnswer(response).error(subject, purpose, server.interface)
        return AirflowError(
            error.code,
            hidden(error.message),
            isPassing: error.isPassing,
            retryAfter: error.retryAfter
        )
    }

    private func decode<Document: Decodable>(_ response: HTTPResponse, _ subject: String) throws(AirflowError)
        -> Document
    {
        do {
            return try JSONDecoder().decode(Document.self, from: Data(response.body))
        } catch {
            let page = AirflowAnswer.isPage(response.body) ? " but a web page" : ""
            throw AirflowError(
                .answer,
                "\(subject): what was answered is not what Airflow answers\(page); check the URL, and whether its interface is "
                    + server.interface.rawValue
            )
        }
    }

    /// A text without what must not be told, should the server repeat it.
    private func hidden(_ text: String) -> String {
        let secrets: [String?] =
            switch authentication {
            case .none: []
            case .bearer(let token): [token]
            case .password(_, let password): [password, token.current]
            }
        return secrets.compactMap(\.self).filter { !$0.isEmpty }.reduce(text) { $0.replacing($1, with: "********") }
    }

    private static func check(_ token: String) throws(AirflowError) {
        guard (1...largestToken).contains(token.utf8.count), token.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw AirflowError(
                .invalid,
                "the token for the Airflow server is empty, too long, or has spaces or line breaks in it"
            )
        }
    }

    private static func bytes(_ document: some Encodable) throws(AirflowError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(document))
        } catch {
            throw AirflowError(.invalid, "what is to be sent to Airflow cannot be written as JSON: \(error)")
        }
    }
}

extension AirflowError {
    /// What a request that got no answer means.
    init(_ error: TransferError) {
        let message = "the Airflow server: \(error.message)"
        switch error.code {
        case .cancelled: self.init(.cancelled, message)
        // The next call has its own time.
        case .deadline: self.init(.unreachable, message, isPassing: true)
        case .tooLarge: self.init(.answer, message)
        case .invalid: self.init(.invalid, message)
        default: self.init(.unreachable, message, isPassing: error.isPassing)
        }
    }
}
