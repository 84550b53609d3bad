/// Takes a person's word on a model.
package protocol ModelControl: Sendable {
    /// Carries out a word.
    ///
    /// - Parameters:
    ///   - word: what is to be done.
    ///   - model: the model's name.
    ///   - version: what whoever asks believes to be there; nil: does not matter.
    /// - Returns: once it is on the disk, or why it is not done.
    func carryOut(_ word: ModelWord, of model: String, expecting version: String?) async -> ModelWordOutcome
}

/// A person's word on a model.
package enum ModelWord: String, Sendable {
    /// Go back to the previous version, or end a trial.
    case rollback
    /// Confirm the version on trial.
    case confirm
}

/// What becomes of a person's word.
package enum ModelWordOutcome: Sendable, Equatable {
    case done
    /// Another version than expected is there.
    case versionChanged(now: String?)
    /// As a command over MQTT would be told.
    case failed(code: String, reason: String)
    /// Nobody has said anything in time.
    case unheard
}
