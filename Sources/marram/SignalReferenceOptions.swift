import ArgumentParser
import Drift
import Lab

/// What a signal is like without drift.
struct SignalReferenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A model's folder or baseline.json.", valueName: "file"), completion: .file())
    var baseline: String?

    @Option(help: ArgumentHelp("The signal's feature in the baseline (default: the column's name).", valueName: "name"))
    var feature: String?

    @Option(help: ArgumentHelp("The mean, with --reference-deviation.", valueName: "number"))
    var referenceMean: Double?

    @Option(help: ArgumentHelp("The standard deviation.", valueName: "number"))
    var referenceDeviation: Double?

    func validate() throws {
        guard (referenceMean == nil) == (referenceDeviation == nil) else {
            throw ValidationError("--reference-mean and --reference-deviation go together")
        }
        guard baseline == nil || referenceMean == nil else {
            throw ValidationError("give --baseline or --reference-mean, not both")
        }
        guard feature == nil || baseline != nil else { throw ValidationError("--feature needs --baseline") }
    }

    /// What they say, and how far apart values hardly depend on one another; nil: nothing.
    func signal(_ column: String?) throws -> (reference: SignalReference, spacing: Int)? {
        if let referenceMean, let referenceDeviation {
            do throws(DetectorError) {
                return (try SignalReference(mean: referenceMean, deviation: referenceDeviation), 1)
            } catch {
                throw ValidationError("the reference's \(error.message)")
            }
        }
        guard let baseline else { return nil }
        guard let name = feature ?? column else {
            throw ValidationError("--baseline needs --feature, or --column, to know which of its features it is")
        }
        let source = try BaselineSource(baseline)
        return (try source.signal(name), try source.spacing(name))
    }
}
