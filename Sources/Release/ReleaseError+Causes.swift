public import AWS
public import Archive
public import MLflow
public import Models
public import Recipes
public import Transfer

extension ReleaseError {
    /// Everything that is wrong with a configuration, a line each.
    public init(_ error: ConfigurationError) { self.init(.input, error.description) }

    /// What AWS, or the way there, refused; a region that is missing or none is `input`.
    public init(_ error: AWSError) { self.init(error.code == "Region" ? .input : .cloud, error.message) }

    /// What a registry, or the way there, refused.
    public init(_ error: MLflowError) { self.init(.cloud, error.message) }

    /// Why a transfer failed.
    public init(_ error: TransferError) { self.init(.cloud, error.message) }

    /// What is wrong with an archive or its files.
    public init(_ error: ArchiveError) { self.init(.input, error.message) }

    /// What is wrong with a model bundle.
    public init(_ error: UpdateError) { self.init(.input, error.message) }

    /// Makes one of any error: those that the packages of this project throw by their kind, others as `input`.
    public static func of(_ error: any Error) -> ReleaseError {
        switch error {
        case let error as ReleaseError: error
        case let error as ConfigurationError: ReleaseError(error)
        case let error as AWSError: ReleaseError(error)
        case let error as MLflowError: ReleaseError(error)
        case let error as TransferError: ReleaseError(error)
        case let error as ArchiveError: ReleaseError(error)
        case let error as UpdateError: ReleaseError(error)
        default: ReleaseError(.input, "\(error)")
        }
    }
}
