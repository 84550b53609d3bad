import Recipes

/// Makes one document of what is deployed and what a release says.
enum DeploymentMerge {
    /// Every component of the release as it says, all others as they are deployed; policies and rollout of the release, and
    /// those that are deployed where it has none.
    static func merge(_ document: JSONValue, onto deployed: JSONValue) -> JSONValue {
        guard var members = document.members else { return document }
        let ours = document["components"]?.members ?? []
        let names = Set(ours.map(\.name))
        let others = (deployed["components"]?.members ?? []).filter { !names.contains($0.name) }
        members.removeAll { $0.name == "components" }
        members.append(JSONValue.Member("components", .object(others + ours)))
        for name in ["iotJobConfiguration", "parentTargetArn"] where document[name] == nil {
            if let value = deployed[name], value != .null { members.append(JSONValue.Member(name, value)) }
        }
        let policies = merged(document["deploymentPolicies"], onto: deployed["deploymentPolicies"])
        members.removeAll { $0.name == "deploymentPolicies" }
        if let policies { members.append(JSONValue.Member("deploymentPolicies", policies)) }
        return .object(members)
    }

    private static func merged(_ policies: JSONValue?, onto deployed: JSONValue?) -> JSONValue? {
        guard let ours = policies?.members else { return deployed == .null ? nil : deployed }
        let names = Set(ours.map(\.name))
        return .object((deployed?.members ?? []).filter { !names.contains($0.name) } + ours)
    }
}
