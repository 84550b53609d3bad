import Logging
import Models
import Storage

extension LocalRetraining.Rooms {
    /// What is configured.
    ///
    /// - Parameters:
    ///   - settings: All settings; `retrain.mode` is `local`.
    ///   - forms: What the rows of bindings are made of, as their journals have it.
    ///   - database: What is known of models and jobs.
    ///   - environment: The environment; a training is given what finds libraries, and nothing else.
    ///   - logger: Is told what happens.
    ///   - offer: Hands a bundle to the update service, without a number: nobody waits for an answer.
    init(
        _ settings: Settings,
        forms: [Name: RowForm],
        database: StateDatabase,
        environment: [String: String],
        logger: Logger,
        offer: @escaping @Sendable (InstallCommand) -> Void
    ) {
        let updates = settings.updates
        local = settings.retrain.local
        key = DeviceKey(
            path: settings.retrain.local.key,
            trust: updates.trust,
            allowsUnsigned: updates.allowUnsigned
        )
        reserve = Int64(updates.reserve)
        self.forms = forms
        self.database = database
        store = ModelStore(dataDirectory: settings.dataDirectory)
        trainer = ChildTrainer(
            settings.retrain.local,
            environment: environment,
            library: settings.inference.library,
            logger: logger
        )
        self.offer = offer
        self.logger = logger
    }
}
