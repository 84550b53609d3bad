public import AWS

/// Where component versions are published to: Greengrass, or what stands in for it.
public protocol ComponentCatalog: Sendable {
    /// How far a version has come, by its ARN; nil where there is none.
    func describe(_ arn: String) throws(AWSError) -> ComponentDescription?
    /// A version's recipe, by its ARN; nil where there is none.
    func recipe(_ arn: String) throws(AWSError) -> PublishedRecipe?
    /// Publishes a version; the same token twice publishes once.
    func create(recipe: [UInt8], tags: [String: String], token: String) throws(AWSError) -> CreatedComponent
}

extension GreengrassClient: ComponentCatalog {}
