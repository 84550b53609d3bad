/// What the codes mean, for people.
extension UpdateCode {
    /// A short sentence without a full stop, as the documentation's table has it.
    public var title: String {
        switch self {
        case .badCommand: "The command cannot be read"
        case .badManifest: "The manifest is not one, or not one of this version"
        case .badSignature: "The bundle has no valid signature"
        case .unknownKey: "The bundle is signed by a key that the node does not trust"
        case .expired: "The bundle may not be installed any more"
        case .downgrade: "The bundle's security version is below what the node had"
        case .nameMismatch: "The bundle is for a model of another name"
        case .requires: "The node does not have what the bundle needs"
        case .badPath: "A path or URL of the bundle is not allowed"
        case .digestMismatch: "A file is not what the manifest says"
        case .tooLarge: "The bundle is larger than the node takes"
        case .downloadFailed: "The bundle could not be fetched"
        case .tooSlow: "The download was too slow for too long"
        case .deadline: "The update was not done in time"
        case .noSpace: "The disk has no room for the bundle"
        case .readOnly: "The disk cannot be written"
        case .probeFailed: "The model does not load, or does not give what its golden tests expect"
        case .probeCrash: "The model crashed the process that tried it"
        case .probeTimeout: "The model was not tried in time"
        case .probeMemory: "The model needs more memory than it may have"
        case .probeSlow: "The model is slower than its manifest allows"
        case .shadowDisagrees: "The model's answers differ too much from those of the one that serves"
        case .errorRate: "Too many of its answers on trial were errors"
        case .latencyRegression: "On trial it was too slow beside the model before"
        case .crashInTrial: "The process died while the model was on trial"
        case .driftInTrial: "On trial its inputs or scores drifted"
        case .rejectedBefore: "The bundle was rejected before, and is not tried again by itself"
        case .busy: "Another update of the model is on trial"
        case .cancelled: "A newer update or an operator has ended it"
        case .unknownModel: "The node has no model of this name"
        case .nothingToRollBack: "There is no model before this one that may serve"
        case .nothingToConfirm: "No model of this name is on trial"
        case .internal: "Something went wrong in the node itself"
        }
    }
}
