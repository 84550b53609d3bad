public import Hummingbird
import NIOCore

/// What is known of a request beside itself.
public struct APIContext: RequestContext {
    /// What Hummingbird keeps of it.
    public var coreContext: CoreRequestContextStorage
    /// The connection that it came on.
    let channel: any Channel
    /// What whoever asks may do; nil: nobody has said who he is.
    var role: Role?
    /// The name of the token that whoever asks has shown.
    var name: String?

    /// Takes a request that has just come.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Refuses what needs more than whoever asks may do.
    ///
    /// - Throws: `Refusal`, 401 or 403.
    func require(_ needed: Role) throws(Refusal) {
        guard let role else { throw .unknown }
        guard role >= needed else {
            throw Refusal(.forbidden, "this needs the role '\(needed)', this token reads only")
        }
    }
}
