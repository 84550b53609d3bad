/// The account and region that components are published to.
public struct PublishPlace: Sendable, Hashable {
    /// `aws`, `aws-cn` and so on.
    public let partition: String
    /// Such as `eu-west-1`.
    public let region: String
    /// 12 digits.
    public let account: String
    /// The ARN of the user or role that publishes.
    public let caller: String

    /// Names a place.
    public init(partition: String, region: String, account: String, caller: String) {
        self.partition = partition
        self.region = region
        self.account = account
        self.caller = caller
    }

    /// The ARN that a version has there.
    public func arn(of name: String, version: String) -> String {
        "arn:\(partition):greengrass:\(region):\(account):components:\(name):versions:\(version)"
    }
}
