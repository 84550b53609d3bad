public import AWS
public import Recipes

/// Brings a release's deployment to its target.
public struct Deployer: Sendable {
    private let fleet: any Fleet
    private let journal: any ReleaseJournal

    /// Makes a deployer.
    public init(fleet: any Fleet, journal: any ReleaseJournal) {
        self.fleet = fleet
        self.journal = journal
    }

    /// Compares a document with what is deployed at its target; changes nothing.
    ///
    /// - Parameters:
    ///   - document: The release's document, checked and filled.
    ///   - target: Where it goes.
    ///   - replace: True where components that the document does not name are to go.
    /// - Returns: what a deployment would change.
    /// - Throws: `cloud` where what is deployed may not be read, unless it is to be replaced.
    public func plan(
        _ document: DeploymentDocument,
        target: DeploymentTarget,
        replace: Bool
    ) throws(ReleaseError) -> DeploymentPlan {
        let deployed: Deployed?
        do throws(AWSError) {
            deployed = try self.deployed(at: target)
        } catch {
            guard error.isAccessDenied else { throw ReleaseError(error) }
            guard replace else { throw Self.blind(target, error) }
            journal.note(
                .warning(subject: target.name, text: "what is deployed may not be read, and is replaced unseen")
            )
            deployed = nil
        }
        return DeploymentPlan(document, target: target, deployed: deployed, replace: replace)
    }

    /// Begins the deployment; the same plan twice begins it once.
    public func begin(_ plan: DeploymentPlan) throws(ReleaseError) -> CreatedDeployment {
        do throws(AWSError) {
            return try fleet.createDeployment(plan.request)
        } catch {
            if error.code == "ResourceNotFoundException" {
                throw ReleaseError(
                    .cloud,
                    "\(error.message)\na component that the deployment names is not published in account "
                        + "\(plan.target.account) and region \(plan.target.region); run gg publish there first"
                )
            }
            guard error.isAccessDenied else { throw ReleaseError(error) }
            throw ReleaseError(
                .cloud,
                """
                \(error.message)
                deploying needs greengrass:CreateDeployment on \(plan.target.arn), and iot:DescribeThingGroup, \
                iot:DescribeJob, iot:CreateJob and iot:CancelJob
                """
            )
        }
    }

    /// The newest deployment of a target; nil where there is none.
    private func deployed(at target: DeploymentTarget) throws(AWSError) -> Deployed? {
        let latest = try fleet.deployments(target: target.arn, all: false)
            .first { $0.target == target.arn && $0.isLatest }
        guard let latest, let found = try fleet.deployment(latest.id) else { return nil }
        guard let document = try? JSONValue(json: found.document) else {
            throw AWSError(
                "Answer",
                "the deployment \(latest.id) at \(target.arn) cannot be read; is it Greengrass that answers?"
            )
        }
        return Deployed(id: found.id, status: found.status, revision: found.revision, document: document)
    }

    private static func blind(_ target: DeploymentTarget, _ error: AWSError) -> ReleaseError {
        ReleaseError(
            .cloud,
            """
            what is deployed at \(target.arn) may not be read: \(error.message)
            a deployment takes the place of the one before, so that components of others would be removed unseen; allow \
            greengrass:ListDeployments and greengrass:GetDeployment, or say --replace
            """
        )
    }
}
