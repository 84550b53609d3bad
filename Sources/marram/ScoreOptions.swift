import Anomaly
import ArgumentParser

/// How a trained model's scores are judged.
struct ScoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Scores that are averaged.", valueName: "scores"))
    var smooth = ScoreProfile.Choice().smooth

    @Option(help: ArgumentHelp("The quantile of the training scores that the threshold is made of.", valueName: "0…1"))
    var quantile = ScoreProfile.Choice().quantile

    @Option(help: "What that quantile is multiplied with.")
    var factor = ScoreProfile.Choice().factor

    @Option(help: ArgumentHelp("Too high scores in a row that open an episode.", valueName: "scores"))
    var onAfter = ScoreProfile.Choice().onAfter

    @Option(help: ArgumentHelp("Low scores in a row that close it.", valueName: "scores"))
    var offAfter = ScoreProfile.Choice().offAfter

    @Option(help: ArgumentHelp("The part of the threshold at which a score is low again.", valueName: "0…1"))
    var offRatio = ScoreProfile.Choice().offRatio

    /// The options as one value.
    var choice: ScoreProfile.Choice {
        ScoreProfile.Choice(
            smooth: smooth,
            onAfter: onAfter,
            offAfter: offAfter,
            offRatio: offRatio,
            quantile: quantile,
            factor: factor
        )
    }

    func validate() throws {
        guard (0...1).contains(quantile) else { throw ValidationError("--quantile takes 0 to 1") }
        guard factor.isFinite, factor > 0 else { throw ValidationError("--factor takes a number above 0") }
        do throws(AnomalyError) {
            _ = try AnomalyRule(
                smooth: smooth,
                threshold: 1,
                onAfter: onAfter,
                offAfter: offAfter,
                offRatio: offRatio
            )
        } catch {
            throw ValidationError(error.message)
        }
    }
}
