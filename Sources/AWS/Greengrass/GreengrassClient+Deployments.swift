import Foundation

extension GreengrassClient {
    private struct Asked: Decodable {
        let clientToken: String?
        let targetArn: String?
    }

    private struct Created: Decodable {
        let deploymentId: String?
        let iotJobId: String?
        let iotJobArn: String?
    }

    private struct Deployment: Decodable {
        let deploymentId: String
        let targetArn: String?
        let deploymentName: String?
        let revisionId: String?
        let deploymentStatus: String
        let isLatestForTarget: Bool?
        let creationTimestamp: Double?
        let iotJobId: String?

        var created: Date? { creationTimestamp.map { Date(timeIntervalSince1970: $0) } }
    }

    private struct Page: Decodable {
        let deployments: [Deployment]?
        let nextToken: String?
    }

    private struct Cancelled: Decodable {
        let message: String?
    }

    /// Begins a deployment, which takes the place of the target's present one.
    ///
    /// - Parameter document: What CreateDeployment takes, JSON. With a `clientToken` in it the request is tried again
    ///   after failures that pass; without one it is sent once.
    /// - Returns: Its id, and that of the job that carries it out.
    /// - Throws: When Greengrass refuses it, or is not reached.
    public func createDeployment(_ document: [UInt8]) throws(AWSError) -> CreatedDeployment {
        var call = call("CreateDeployment", ["deployments"], method: "POST")
        let asked: Asked
        do {
            asked = try JSONDecoder().decode(Asked.self, from: Data(document))
        } catch {
            throw AWSError(
                "Request",
                "the deployment document is no JSON object with texts for targetArn and clientToken"
            )
        }
        call.subject = String((asked.targetArn ?? "").prefix(300))
        call.isRepeatable = asked.clientToken?.isEmpty == false
        call.body = document
        let created = try session.answer(call, as: Created.self)
        guard let id = created.deploymentId else { throw Self.incomplete(call, "deploymentId") }
        return CreatedDeployment(deploymentID: id, iotJobID: created.iotJobId, iotJobARN: created.iotJobArn)
    }

    /// A deployment; nil: it is not there.
    public func deployment(_ id: String) throws(AWSError) -> DeploymentDescription? {
        let call = call("GetDeployment", ["deployments", try Self.checked(id, "deployment's id")], about: id)
        let body: [UInt8]
        do throws(AWSError) {
            body = try session.body(call)
        } catch {
            guard error.code == "ResourceNotFoundException" else { throw error }
            return nil
        }
        let found = try AWSSession.read(body, of: call, as: Deployment.self)
        return DeploymentDescription(
            id: found.deploymentId,
            target: found.targetArn ?? "",
            name: found.deploymentName,
            revision: found.revisionId,
            status: found.deploymentStatus,
            isLatest: found.isLatestForTarget ?? false,
            created: found.created,
            iotJobID: found.iotJobId,
            document: body
        )
    }

    /// Deployments, as Greengrass orders them.
    ///
    /// - Parameters:
    ///   - target: Only those for this group or thing, by ARN; nil: for all.
    ///   - all: True: earlier ones, too; false: the latest for each target.
    /// - Returns: Them, without what they deploy.
    /// - Throws: When Greengrass refuses, or is not reached.
    public func deployments(target: String? = nil, all: Bool = false) throws(AWSError) -> [DeploymentSummary] {
        var query = [(name: "historyFilter", value: all ? "ALL" : "LATEST_ONLY")]
        if let target { query.append((name: "targetArn", value: target)) }
        return try list(call("ListDeployments", ["deployments"], query: query, about: target ?? ""), as: Page.self) {
            page in
            let rows = (page.deployments ?? []).map { row in
                DeploymentSummary(
                    id: row.deploymentId,
                    target: row.targetArn ?? "",
                    name: row.deploymentName,
                    revision: row.revisionId,
                    status: row.deploymentStatus,
                    isLatest: row.isLatestForTarget ?? false,
                    created: row.created
                )
            }
            return (rows, page.nextToken)
        }
    }

    /// Calls a deployment off; devices that have it keep it.
    ///
    /// - Returns: What Greengrass says.
    /// - Throws: `ConflictException` where it is not active any longer.
    @discardableResult
    public func cancel(_ id: String) throws(AWSError) -> String {
        let path = ["deployments", try Self.checked(id, "deployment's id"), "cancel"]
        return try session.answer(call("CancelDeployment", path, method: "POST", about: id), as: Cancelled.self).message
            ?? ""
    }
}
