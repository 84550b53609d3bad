import Hummingbird
import Support

@testable import API

/// A route that counts bodies that came whole, and those that did not.
struct CountingRoutes: RouteGroup {
    let whole = Watched(0)
    let failed = Watched(0)

    func add(to router: Router<APIContext>) {
        router.post("/count") { [whole, failed] request, _ in
            do {
                _ = try await request.payload(upTo: 1 << 20)
            } catch {
                failed.change { $0 += 1 }
                throw error
            }
            whole.change { $0 += 1 }
            return "whole"
        }
    }
}
