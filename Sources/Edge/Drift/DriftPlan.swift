import Drift
import Telemetry
import Tensors

/// What is watched of a binding, and what it is held against; made when the binding is fitted to its model.
struct DriftPlan: Sendable {
    /// Where the values of a feature come from.
    enum Place: Sendable, Hashable {
        /// A field of the readings, by its number.
        case field(Int)
        /// What the model says of a window.
        case score
        /// An element of a window's row in an output.
        case output(String, element: Int)
    }

    /// A feature.
    struct Feature: Sendable {
        /// What events call it: a field's path, or its name in the profile.
        let name: String
        let place: Place
        let profile: FeatureProfile
    }

    let profile: ReferenceProfile
    let features: [Feature]
    let detectors: [Settings.Binding.Drift.Detector]
    /// True where all fields together are watched by their components.
    let watchesComponents: Bool
    /// True where errors are watched.
    let watchesErrors: Bool

    /// Features that are watched as numbers or categories of their own, by place.
    func features(at isWanted: (Place) -> Bool) -> [Int] {
        features.indices.filter { isWanted(features[$0].place) }
    }

    /// Puts together what a binding asks for and what the profile knows.
    ///
    /// - Parameters:
    ///   - binding: the binding.
    ///   - profile: of the model's training.
    ///   - outputs: what the model gives.
    ///   - hasScore: whether its windows are judged by a score.
    /// - Throws: what does not go together, and the remedy.
    init(
        _ binding: Settings.Binding,
        profile: ReferenceProfile,
        outputs: [TensorSignature],
        hasScore: Bool
    ) throws(EdgeError) {
        let scopes = binding.drift.scopes
        self.profile = profile
        detectors = binding.drift.detectors
        var features: [Feature] = []
        if scopes.contains(.input) { features += try Self.inputs(binding, profile) }
        let hasFields = features.count == profile.features.count { $0.scope == .input }
        if scopes.contains(.score), hasScore {
            features += profile.features.filter { $0.scope == .reconstruction && $0.numeric != nil }.prefix(1)
                .map { Feature(name: $0.name, place: .score, profile: $0) }
        }
        if scopes.contains(.output), !hasScore {
            for feature in profile.features where feature.scope == .output {
                features.append(try Self.output(feature, outputs))
            }
        }
        self.features = features
        watchesComponents =
            detectors.contains(.pca) && scopes.contains(.input) && profile.multivariate != nil && hasFields
            && profile.fields.count == binding.plan.fields.count
        watchesErrors = scopes.contains(.error) && binding.drift.labels != nil
    }

    /// True when there is nothing to watch.
    var isEmpty: Bool { features.isEmpty && !watchesErrors }

    private static func inputs(
        _ binding: Settings.Binding,
        _ profile: ReferenceProfile
    ) throws(EdgeError) -> [Feature] {
        let inputs = profile.features.filter { $0.scope == .input }
        let fields = binding.plan.fields
        guard inputs.count == fields.count else {
            throw EdgeError(
                "the profile has \(inputs.count) inputs, but the binding has \(fields.count) fields; profile the rows "
                    + "that the model takes ('marram profile')"
            )
        }
        try Judging.checkOrder(of: fields, trained: inputs.map(\.name), "the profile")
        // Fields are numbers: what training saw as categories cannot be told from them.
        return zip(inputs, fields.indices).filter { $0.0.numeric != nil }.map { input, field in
            Feature(name: fields[field].path.description, place: .field(field), profile: input)
        }
    }

    /// `name` or `name[3]`, as `marram profile --output` has called it.
    private static func output(_ feature: FeatureProfile, _ outputs: [TensorSignature]) throws(EdgeError) -> Feature {
        if outputs.contains(where: { $0.name == feature.name }) {
            return Feature(name: feature.name, place: .output(feature.name, element: 0), profile: feature)
        }
        if feature.name.hasSuffix("]"), let bracket = feature.name.lastIndex(of: "[") {
            let name = String(feature.name[..<bracket])
            let digits = feature.name[feature.name.index(after: bracket)...].dropLast()
            if let element = Int(digits), (0..<1 << 20).contains(element), outputs.contains(where: { $0.name == name })
            {
                return Feature(name: feature.name, place: .output(name, element: element), profile: feature)
            }
        }
        throw EdgeError(
            "the profile has an output '\(feature.name)', but the model gives "
                + "\(outputs.map(\.name).joined(separator: ", ")); name a column 'output' or 'output[0]' as the model does"
        )
    }
}

/// Whether drift of a binding is watched.
enum DriftSupport: Sendable {
    case watched(DriftPlan)
    /// It is not; nil: nobody asked for it, or there is no profile.
    case unwatched(reason: String?)

    /// What is watched; nil: nothing.
    var plan: DriftPlan? {
        guard case .watched(let plan) = self else { return nil }
        return plan
    }

    /// Why nothing is, where that is to be mended.
    var reason: String? {
        guard case .unwatched(let reason) = self else { return nil }
        return reason
    }
}
