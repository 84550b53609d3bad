import Cryptography
public import Recipes

/// What a deployment will change at its target.
public struct DeploymentPlan: Sendable {
    /// Whose components change.
    public let target: DeploymentTarget
    /// What is deployed there now; nil: nothing, or it may not be seen.
    public let deployed: Deployed?
    /// The body of the request, without its token.
    public let document: JSONValue
    /// Where it differs from what is deployed, a line each.
    public let differences: [String]
    /// Components that stay although the release does not name them.
    public let kept: [String]
    /// Components that devices will remove.
    public let removed: [String]

    /// Compares a document with what is deployed.
    ///
    /// - Parameters:
    ///   - document: The document of the release.
    ///   - target: Where it goes.
    ///   - deployed: What is there.
    ///   - replace: True where the document takes the place of what is there, false where both become one.
    init(_ document: DeploymentDocument, target: DeploymentTarget, deployed: Deployed?, replace: Bool) {
        self.target = target
        self.deployed = deployed
        let merged = replace ? document.value : deployed.map { document.merged(onto: $0.document) } ?? document.value
        self.document = merged
        differences = DeploymentSense.differences(deployed: deployed?.document, new: merged)
        let ours = Set(document.components)
        let all = Set((merged["components"]?.members ?? []).map(\.name))
        kept = all.subtracting(ours).sorted()
        removed = (deployed?.components ?? []).filter { !all.contains($0) }
    }

    /// True when the target does not have all of it, or its last deployment has come to nothing.
    public var isNeeded: Bool { !differences.isEmpty || deployed?.isInForce != true }

    /// The request, with a token that is the same as long as the document and what is deployed are.
    var request: [UInt8] {
        let text = document.json(pretty: false)
        let base = "\(deployed?.id ?? "")\n\(deployed?.revision ?? "")\n\(deployed?.status ?? "")\n"
        let token = SHA256Digest(of: Array((base + text).utf8)).hexadecimal
        var members = (document.members ?? []).filter { $0.name != "clientToken" }
        members.append(JSONValue.Member("clientToken", .string(token)))
        return Array(JSONValue.object(members).json(pretty: false).utf8)
    }
}
