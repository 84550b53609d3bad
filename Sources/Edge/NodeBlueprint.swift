import Logging
import Models
import MQTT
import Storage

/// What the loop's thread is made from; made on any thread.
struct NodeBlueprint: Sendable {
    let settings: Settings
    let topics: Topics
    let password: Secret?
    let models: [LoadedModel]
    /// The bundles that models were loaded from, where they are known.
    var bundles: [Name: BundleID] = [:]
    let bindings: [LoadedBinding]
    /// Loads further sessions of the models, for calibration.
    let loader: any ModelLoading
    let memory: ProfileMemory
    let database: StateDatabase
    let session: SessionStart
    let logger: Logger
    var uplinkPassword: Secret?
    /// What ties the loop to the updater.
    var updates = UpdateLink.none
    /// What ties the loop to whoever sees orders for new models through.
    var retraining = RetrainLink.none
    /// Keeps the rows of bindings for retraining on this device; nil: nobody does.
    var rows: RowJournals?
}
