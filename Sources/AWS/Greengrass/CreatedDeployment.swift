/// A deployment that Greengrass has accepted.
public struct CreatedDeployment: Sendable, Hashable {
    /// Its id.
    public let deploymentID: String
    /// The id of the IoT job that carries it out; nil for a single device.
    public let iotJobID: String?
    /// That job's ARN.
    public let iotJobARN: String?

    /// Names one.
    public init(deploymentID: String, iotJobID: String? = nil, iotJobARN: String? = nil) {
        self.deploymentID = deploymentID
        self.iotJobID = iotJobID
        self.iotJobARN = iotJobARN
    }
}
