public import AWS
import Recipes

/// Finds deployments for people: by id, by target, all.
public struct DeploymentLookup: Sendable {
    private static let devicesAtOnce = 8

    private let fleet: any Fleet

    /// Makes a lookup.
    public init(fleet: any Fleet) { self.fleet = fleet }

    /// The newest deployment of every target, in the order in which Greengrass lists them.
    public func all() throws(ReleaseError) -> [DeploymentSummary] {
        do throws(AWSError) {
            return try fleet.deployments(target: nil, all: false)
        } catch {
            throw Self.refusal(error, "greengrass:ListDeployments")
        }
    }

    /// The newest deployment of a target.
    ///
    /// - Throws: `input` where there is none.
    public func latest(of target: DeploymentTarget) throws(ReleaseError) -> String {
        do throws(AWSError) {
            let rows = try fleet.deployments(target: target.arn, all: false)
            if let row = rows.first(where: { $0.target == target.arn && $0.isLatest }) { return row.id }
        } catch {
            throw Self.refusal(error, "greengrass:ListDeployments")
        }
        throw ReleaseError(.input, "nothing is deployed at \(target.arn); check the ARN, the account and the region")
    }

    /// A deployment by its id.
    ///
    /// Who may not read deployments gets what the list of them says: no components.
    /// - Throws: `input` where there is none.
    public func overview(of id: String) throws(ReleaseError) -> DeploymentOverview {
        do throws(AWSError) {
            if let found = try fleet.deployment(id) { return DeploymentOverview(found) }
        } catch {
            guard error.isAccessDenied else { throw ReleaseError(error) }
            if let row = try listed(id) { return DeploymentOverview(row) }
        }
        throw ReleaseError(.input, "there is no deployment '\(id)'; check the id, the account and the region")
    }

    /// What is installed on devices, in their order; nil where that may not be read.
    public func installed(on things: [String]) throws(ReleaseError) -> [DeviceComponents]? {
        let fleet = fleet
        let found = try inParallel(things, limit: Self.devicesAtOnce) {
            thing throws(ReleaseError) -> DeviceComponents? in
            do throws(AWSError) {
                return DeviceComponents(thing: thing, try fleet.installedComponents(of: thing))
            } catch {
                if error.isAccessDenied { return nil }
                // A thing that has not yet reported as a core device is not known there.
                guard error.code == "ResourceNotFoundException" else { throw ReleaseError(error) }
                return DeviceComponents(thing: thing, [])
            }
        }
        let seen = found.compactMap(\.self)
        return seen.count == found.count ? seen : nil
    }

    private func listed(_ id: String) throws(ReleaseError) -> DeploymentSummary? {
        do throws(AWSError) {
            return try fleet.deployments(target: nil, all: true).first { $0.id == id }
        } catch {
            throw Self.refusal(error, "greengrass:GetDeployment or greengrass:ListDeployments")
        }
    }

    private static func refusal(_ error: AWSError, _ permission: String) -> ReleaseError {
        error.isAccessDenied
            ? ReleaseError(.cloud, "\(error.message); allow \(permission)") : ReleaseError(error)
    }
}
