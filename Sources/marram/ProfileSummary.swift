import Drift
import Lab

/// What a profile came to, in a few lines.
struct ProfileSummary {
    private let result: ModelProfile.Result

    init(_ result: ModelProfile.Result) { self.result = result }

    private var profile: ReferenceProfile { result.profile }

    var text: String {
        var lines = [
            "\(result.path): \(result.isCompleted ? "completed" : "written"), \(profile.features.count) feature(s), "
                + "\(profile.rowCount) rows, \(result.bytes) bytes",
            "features: " + profile.features.map(description).joined(separator: ", "),
        ]
        if !result.leftOut.isEmpty { lines.append("left out: \(result.leftOut.joined(separator: ", "))") }
        let sizes = calibrated.map(String.init).joined(separator: ", ")
        lines.append("limits calibrated for windows of: \(sizes.isEmpty ? "none" : "\(sizes) rows")")
        if let components = profile.multivariate?.components {
            lines.append("components: \(components.eigenvalues.count) of \(components.features)")
        }
        if let rate = profile.errorRate { lines.append("error rate: \(rate)") }
        return lines.joined(separator: "\n")
    }

    /// What a person should know before the profile is used; a line each.
    var warnings: [String] {
        var warnings: [String] = []
        if calibrated.isEmpty, let smallest = profile.windowSizes.first {
            warnings.append(
                "\(profile.rowCount) rows are too few to calibrate limits for windows of \(smallest); the default limits "
                    + "count (five times as many rows, or smaller --windows, help)"
            )
        }
        for feature in profile.features where feature.count < profile.rowCount / 2 {
            warnings.append("'\(feature.name)' is there in \(feature.count) of \(profile.rowCount) rows")
        }
        return warnings
    }

    /// The window sizes that some feature has limits for.
    private var calibrated: ArraySlice<Int> {
        profile.windowSizes.prefix(profile.features.flatMap(\.calibrated.values).map(\.count).max() ?? 0)
    }

    private func description(_ feature: FeatureProfile) -> String {
        var facts = feature.scope == .input ? [] : [feature.scope.rawValue]
        switch feature.content {
        case .numeric: break
        case .categorical(let categories): facts.append("\(categories.names.count) categories")
        case .boolean: facts.append("boolean")
        }
        return facts.isEmpty ? feature.name : "\(feature.name) (\(facts.joined(separator: ", ")))"
    }
}
