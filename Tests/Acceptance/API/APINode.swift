import Foundation
import Support
import Testing
import Transfer

/// A node that serves the models "iris" and "press" over HTTP, on a free port.
struct APINode {
    let node: PressNode
    /// Such as `http://127.0.0.1:40123`.
    let address: String

    init(updates: [String: any Sendable] = [:]) async throws {
        let press = try await PressBundles.get().folder(1)
        let iris = Project.root.appending(path: "models/iris").path
        let models: [[String: any Sendable]] = [["name": "iris", "path": iris], ["name": "press", "path": press]]
        node = try await PressNode(
            press,
            updates: updates,
            keys: ["models": models],
            environment: ["MARRAM_API_ENABLED": "true", "MARRAM_API_PORT": "0"]
        )
        let process = node.process.process
        try await process.waitForErrors("its address") { $0.contains("the API listens") }
        let line = try #require(process.errors.split(separator: "\n").first { $0.contains("the API listens") })
        address = String(try #require(line.firstMatch(of: #/https?:\/\/[0-9.:]+/#)).output)
    }

    /// Sends a request on a thread of its own.
    func send(
        _ method: String,
        _ path: String,
        headers: [HTTPRequest.Header] = [],
        body: [UInt8] = []
    ) async throws -> HTTPResponse {
        let request = HTTPRequest(method, address + path, headers: headers, body: body)
        let client = HTTPClient(TransferOptions(proxy: .none))
        return try await withCheckedThrowingContinuation { answered in
            Thread.detachNewThread {
                answered.resume(with: Result { try client.send(request, limit: 16 << 20) })
            }
        }
    }
}

extension HTTPResponse {
    /// The body.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body's members.
    var members: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:] }
}
