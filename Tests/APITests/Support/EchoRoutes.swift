import Foundation
import Hummingbird
import NIOCore
import Support

@testable import API

/// Routes that show what the server does with requests.
struct EchoRoutes: RouteGroup {
    var limit = 1 << 20
    /// Is told of each request for `/slow`, which is answered once it is `true`.
    let gate = Watched(false)
    let entered = Watched(0)

    private struct Unforeseen: Error {}

    func add(to router: Router<APIContext>) {
        router.get("/hello") { _, _ in "hello" }
        router.post("/echo") { [limit] request, _ in
            Response(
                packing: try await request.payload(upTo: limit),
                contentType: "application/octet-stream",
                for: request
            )
        }
        router.post("/operate") { _, context in
            try context.require(.operator)
            return try Response(json: ["done": true])
        }
        router.get("/things/:name") { _, context in try context.parameters.require("name") }
        router.get("/fail") { _, _ -> String in throw Unforeseen() }
        router.get("/refuse") { _, _ -> String in throw Refusal(.conflict, "not \"now\"") }
        router.get("/slow") { [gate, entered] _, _ in
            entered.change { $0 += 1 }
            try await gate.wait(for: "the gate") { $0 }
            return "slow"
        }
        router.get("/large") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    for _ in 0..<4096 { try await writer.write(ByteBuffer(repeating: 0x61, count: 16384)) }
                    try await writer.finish(nil)
                }
            )
        }
        router.get("/stream") { [entered] _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: ": hello\n\n"))
                    entered.change { $0 += 1 }
                    // As whoever never stops writing.
                    try await Task.sleep(for: .seconds(3600))
                    try await writer.finish(nil)
                }
            )
        }
    }
}
