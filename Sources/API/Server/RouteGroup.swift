public import Hummingbird

/// Routes that belong together.
public protocol RouteGroup: Sendable {
    /// Adds them to those that are served.
    func add(to router: Router<APIContext>)
}
