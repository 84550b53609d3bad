/// A service of AWS, with what it is called where.
public enum AWSService: String, Sendable, Hashable, CaseIterable {
    /// Objects in buckets.
    case s3
    /// Temporary keys.
    case sts
    /// Greengrass V2: components and deployments.
    case greengrass
    /// SageMaker: model packages.
    case sagemaker

    /// What the variables `AWS_ENDPOINT_URL_…` call it; in lower case, the profile's `services` section.
    public var settingsName: String {
        switch self {
        case .greengrass: "GREENGRASSV2"
        case .s3, .sts, .sagemaker: rawValue.uppercased()
        }
    }
}
