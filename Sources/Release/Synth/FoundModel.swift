import Recipes

/// A model as its registry, or its folder, has it now.
struct FoundModel: Sendable {
    /// What its version says of the component's.
    enum Number: Sendable, Hashable {
        /// The registry's version N: the component's is N.0.0.
        case registry(Int)
        /// The model's own.
        case own(SemanticVersion)
        /// Nothing: the component counts its own.
        case none
    }

    /// `sagemaker`, `mlflow` or `folder`.
    let source: String
    /// The model package's ARN, the `models:/…` reference with its version, or the folder.
    let reference: String
    /// Its version there, as text.
    let version: String?
    /// What that says of the component's version.
    let number: Number
    /// What is to be fetched; none for a folder.
    let files: [RemoteFile]
    /// True where the files make a folder, false where there is one file that is the model.
    let isFolder: Bool
}
