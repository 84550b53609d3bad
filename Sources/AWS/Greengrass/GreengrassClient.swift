import Foundation
import Transfer

/// Asks Greengrass V2 for components, deployments and devices, on the thread that calls; any number of threads may call
/// at once.
public struct GreengrassClient: Sendable {
    /// What is asked in whose name.
    public let session: AWSSession

    /// Makes a client; nothing is connected yet.
    public init(_ session: AWSSession) { self.session = session }

    /// A call of an operation; `path` has each part between slashes, not encoded.
    func call(
        _ action: String,
        _ path: [String],
        method: String = "GET",
        query: [(name: String, value: String)] = [],
        about subject: String = ""
    ) -> ServiceCall {
        ServiceCall(
            service: .greengrass,
            action: action,
            method: method,
            path: (["", "greengrass", "v2"] + path.map { PercentEncoding.encode($0) }).joined(separator: "/"),
            query: query,
            subject: String(subject.prefix(300))
        )
    }

    /// All rows of a list; `Page` is what one answer holds.
    func list<Page: Decodable, Row>(
        _ call: ServiceCall,
        as type: Page.Type,
        _ take: (Page) -> (rows: [Row], next: String?)
    ) throws(AWSError) -> [Row] {
        try AWSSession.pages(call.title) { token throws(AWSError) in
            var call = call
            call.query.append((name: "maxResults", value: "100"))
            if let token { call.query.append((name: "nextToken", value: token)) }
            return take(try session.answer(call, as: Page.self))
        }
    }

    /// A part of a path that came from outside: not empty, bounded, and no dot segment.
    static func checked(_ part: String, _ what: String) throws(AWSError) -> String {
        guard (1...2048).contains(part.utf8.count), part != ".", part != "..",
            part.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 })
        else { throw AWSError("Request", "'\(part.prefix(64))' is no \(what)") }
        return part
    }
}
