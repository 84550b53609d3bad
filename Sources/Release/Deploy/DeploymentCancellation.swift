import AWS

/// Ends a deployment before it is everywhere.
public struct DeploymentCancellation: Sendable {
    private let fleet: any Fleet

    /// Makes a cancellation.
    public init(fleet: any Fleet) { self.fleet = fleet }

    /// Cancels a deployment; one that is cancelled already is left as it is.
    ///
    /// - Returns: what has happened, in one line.
    /// - Throws: `input` where it has ended otherwise or there is none; `cloud` where Greengrass refuses.
    public func cancel(_ id: String) throws(ReleaseError) -> String {
        do throws(AWSError) {
            _ = try fleet.cancel(id)
        } catch {
            switch error.code {
            case "ConflictException": return try ended(id)
            case "ResourceNotFoundException":
                throw ReleaseError(.input, "there is no deployment '\(id)'; check the id, the account and the region")
            default:
                guard error.isAccessDenied else { throw ReleaseError(error) }
                throw ReleaseError(.cloud, "\(error.message); allow greengrass:CancelDeployment and iot:CancelJob")
            }
        }
        return
            "deployment \(id) is cancelled: devices that have not begun with it leave it out; what it has brought to others stays"
    }

    private func ended(_ id: String) throws(ReleaseError) -> String {
        let overview = try DeploymentLookup(fleet: fleet).overview(of: id)
        switch overview.status {
        case "CANCELED": return "deployment \(id) was cancelled before"
        case "INACTIVE":
            throw ReleaseError(
                .input,
                "deployment \(id) is not in force: a newer one has taken its place at \(overview.targetArn)"
            )
        case "ACTIVE":
            throw ReleaseError(.cloud, "deployment \(id) cannot be cancelled just now; try again")
        default:
            throw ReleaseError(
                .input,
                "deployment \(id) has ended, it is \(overview.status); to go back, deploy a former release file"
            )
        }
    }
}
