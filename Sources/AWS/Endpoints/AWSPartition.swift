/// A part of AWS that shares nothing with the others: accounts, ARNs, domain names.
public struct AWSPartition: Sendable, Hashable {
    /// What ARNs call it, such as `aws-cn`.
    public let name: String
    /// The end of its hosts' names.
    public let suffix: String
    /// The same for hosts that have IPv6 addresses, too.
    public let dualStackSuffix: String

    /// The partition that a region belongs to; unknown regions are taken for ordinary ones.
    public init(region: String) {
        let known = Self.known.first { region.hasPrefix($0.prefix) } ?? Self.ordinary
        (name, suffix, dualStackSuffix) = (known.name, known.suffix, known.dualStackSuffix)
    }

    /// True for GovCloud, whose plain hosts are FIPS hosts for some services.
    var isGovernment: Bool { name == "aws-us-gov" }

    private typealias Row = (prefix: String, name: String, suffix: String, dualStackSuffix: String)

    private static let ordinary: Row = ("", "aws", "amazonaws.com", "api.aws")
    private static let known: [Row] = [
        ("cn-", "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        ("us-gov-", "aws-us-gov", "amazonaws.com", "api.aws"),
        ("us-isob-", "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"),
        ("us-isof-", "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        ("us-iso-", "aws-iso", "c2s.ic.gov", "api.aws.ic.gov"),
        ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        ("eusc-", "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"),
    ]
}
