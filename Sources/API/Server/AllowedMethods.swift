import HTTPTypes
import Hummingbird

/// Which methods a path knows, for those who use another.
struct AllowedMethods: Sendable {
    private let routes: [(path: RouterPath, method: HTTPRequest.Method)]

    init(of router: Router<APIContext>) {
        routes = router.routes.map { ($0.path, $0.method) }
    }

    /// The methods of a path, sorted; empty where there is no such path.
    func methods(of path: String) -> [String] {
        let segments = path.split(separator: "/")
        var methods: Set<String> = []
        for route in routes where Self.matches(route.path, segments) { methods.insert(route.method.rawValue) }
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    private static func matches(_ route: RouterPath, _ segments: [Substring]) -> Bool {
        for (place, element) in route.components.enumerated() {
            if element == .recursiveWildcard { return segments.count > place }
            guard place < segments.count, element ~= segments[place] else { return false }
        }
        return route.components.count == segments.count
    }
}
