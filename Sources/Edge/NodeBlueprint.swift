import Logging
import Models
import MQTT
import Monitoring
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
    /// Where requests come in beside MQTT; nil: nowhere.
    var door: NodeDoor?
    /// Brings models back that were taken out of service.
    let reloading: ModelReloading
    /// Where the node tells how it does; nil: nobody looks.
    var board: Board?
    /// What ties the loop to people who speak to it within this process; nil: nobody does.
    var operators: OperatorLine?
    /// Keeps the rows of bindings for retraining on this device; nil: nobody does.
    var rows: RowJournals?
}
