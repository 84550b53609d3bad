public import Recipes

/// What is deployed at a target.
public struct Deployed: Sendable, Hashable {
    /// The deployment's id.
    public let id: String
    /// Its status, in Greengrass's words.
    public let status: String
    /// Which one for its target it is.
    public let revision: String?
    /// The document, with what Greengrass says of the deployment besides.
    public let document: JSONValue

    /// Describes a deployment.
    public init(id: String, status: String, revision: String?, document: JSONValue) {
        self.id = id
        self.status = status
        self.revision = revision
        self.document = document
    }

    /// True where devices are meant to have it: it was neither cancelled nor has it failed.
    var isInForce: Bool { status != "CANCELED" && status != "FAILED" }

    /// The names of its components.
    var components: [String] { (document["components"]?.members ?? []).map(\.name).sorted() }
}
