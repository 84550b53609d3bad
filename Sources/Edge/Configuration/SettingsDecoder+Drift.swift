import Recipes

extension SettingsDecoder {
    /// Reads how drift is watched for.
    mutating func drift() -> Settings.Drift {
        Settings.Drift(
            enabled: value(.driftEnabled, .boolean, default: true),
            window: value(.driftWindow, .whole(50...100_000), default: 500),
            cooldown: value(.driftCooldown, .duration(.zero...hours(24 * 366)), default: hours(1)),
            quorum: value(.driftQuorum, .whole(2...16), default: 2),
            warmUp: value(.driftWarmUp, .count(0...1_000_000), default: 1000),
            examples: value(.driftExamples, .whole(0...16), default: 0)
        )
    }
}
