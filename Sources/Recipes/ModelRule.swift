/// Where a component's model comes from.
public struct ModelRule: Sendable, Hashable {
    /// A registry, or none.
    public enum Source: Sendable, Hashable {
        /// SageMaker's model registry; nil stands for the group that the release names.
        case sagemaker(group: String?)
        /// MLflow, by a reference such as `models:/press@champion`.
        case mlflow(uri: String)
        /// The component's root folder itself.
        case folder
    }

    /// The registry, or the folder.
    public let source: Source
    /// What people call the model.
    public let name: String?
    /// The model's path below the root folder.
    public let file: String?
    /// Where the rule stands.
    public let origin: Origin
}
