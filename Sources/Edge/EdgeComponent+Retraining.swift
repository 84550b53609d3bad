import Logging
import Storage

/// Who sees orders for new models through.
extension EdgeComponent {
    /// Runs that are followed at a time where others train.
    private static let mostRuns = 16

    /// Makes the service; nil where the mode has none.
    ///
    /// - Parameters:
    ///   - database: What is known of models and their updates.
    ///   - updater: Brings models that are trained here into service.
    /// - Returns: The service.
    /// - Throws: a password file that cannot be read, or what it holds cannot be sent.
    func retrainer(_ database: StateDatabase, _ updater: Updater?) throws(EdgeError) -> Retrainer? {
        let retrain = settings.retrain
        switch (retrain.mode, retrain.airflow, retrain.command) {
        case (.airflow, let airflow?, _):
            let way = try AirflowRetraining(
                airflow,
                proxy: settings.updates.proxy,
                environment: environment,
                logger: logger
            )
            return Retrainer(way, mostAtOnce: Self.mostRuns, logger: logger)
        case (.command, _, let command?):
            let way = CommandRetraining(
                command,
                dataDirectory: settings.dataDirectory,
                environment: environment,
                logger: logger
            )
            return Retrainer(way, mostAtOnce: 1, logger: logger)
        case (.local, _, _): return Retrainer(localRetraining(database, updater), mostAtOnce: 1, logger: logger)
        case (.none, _, _), (.mqtt, _, _), (.airflow, nil, _), (.command, _, nil): return nil
        }
    }

    /// The way of this device itself.
    private func localRetraining(_ database: StateDatabase, _ updater: Updater?) -> LocalRetraining {
        LocalRetraining(
            LocalRetraining.Rooms(
                settings,
                forms: rowForms,
                database: database,
                environment: environment,
                logger: logger,
                offer: { updater?.post(.install($0, number: nil)) }
            )
        )
    }

    /// What keeps rows for the way of this device itself; nil where it is not asked.
    func keptRows() -> RowJournals? {
        guard settings.retrain.mode == .local else { return nil }
        return RowJournals(
            rowForms,
            folder: RetrainingFolder(dataDirectory: settings.dataDirectory),
            limit: settings.retrain.local.rows,
            learnsFromAnomalies: settings.retrain.whileAnomalous,
            logger: logger
        )
    }

    private var rowForms: [Name: RowForm] {
        settings.bindings.reduce(into: [:]) { forms, binding in forms[binding.name] = RowForm(binding.plan) }
    }
}
