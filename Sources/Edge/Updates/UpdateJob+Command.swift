import Models

extension UpdateJob {
    /// What a command asks for.
    init(_ command: InstallCommand) {
        let place: Place =
            switch command.place {
            case .url(let url, let sha256): .url(url, sha256: sha256)
            case .configured(let path): .configured(path)
            case .made(let folder): .made(folder)
            }
        self.init(id: command.job, version: command.version, place: place)
        strategy = Strategy(
            shadow: command.strategy.shadow,
            trial: command.strategy.trial,
            sharePercent: command.strategy.sharePercent,
            autoConfirm: command.strategy.autoConfirm
        )
        notBefore = command.notBefore
        deadline = command.deadline
        isForced = command.isForced
    }
}
