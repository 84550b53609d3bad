import Drift
import Monitoring
import Telemetry
import Tensors

/// What is watched of a binding while a version of its model serves; used on the loop's thread alone.
///
/// It is fed by whoever reads and judges, and keeps what is to be told until somebody takes it.
final class DriftWatch {
    /// What is to be told.
    enum Occasion {
        case drift(DriftFinding)
        case quality(QualityWatch.Change, field: String)
    }

    /// Most occasions that wait to be told; the loop takes them in every turn.
    ///
    /// Beyond, they are counted.
    static let mostOccasions = 1024

    let plan: DriftPlan
    let settings: Settings.Drift
    /// The version of the model.
    let version: String
    var board: AlarmBoard
    var features: [FeatureWatch]
    var quality: QualityWatch
    var components: MultivariateWindow?
    /// When rows were measured, where they say so.
    var clock = RowClock()
    /// When they came in.
    var arrivals = RowClock()
    /// Rows of the binding that were seen.
    var rows = 0
    /// How many of them an earlier run of the program had seen.
    var begunAt = 0
    /// For each alarm the row from which on its windows were suspect; nil: the last one was not.
    var suspectSince: [Int?]
    /// What windows said over time, for whoever looks.
    var history = DriftBook()
    /// What is to be told.
    private(set) var occasions: [Occasion] = []
    /// Occasions that found no room.
    private(set) var untold = 0
    /// True when something is to be saved before long: an alarm has changed.
    var isUrgent = false
    /// What was said of each key; nil: nobody asks for it.
    var decisions: DecisionHistory?
    /// The feature of the last drift of severity major or worse; nil: there was none.
    private(set) var majorDrift: String?
    /// The latest rows, where events may show them.
    private(set) var examples: [[Double]] = []
    /// Rows since the components' window was judged last.
    private var componentRows = 0
    private var componentStart = 0
    private var inputRows = SlotCounter()
    private var scoreRows = SlotCounter()
    private let inputs: [(feature: Int, field: Int)]
    private let score: Int?
    private let outputs: [Int]
    /// The places of features that have no profile of their own; nil where they are not watched.
    let componentsPlace: Int?
    let errorsPlace: Int?

    /// Begins to watch.
    ///
    /// - Throws: numbers that the detectors cannot take; settings do not allow them.
    init(_ plan: DriftPlan, version: String, settings: Settings.Drift) throws {
        self.plan = plan
        self.version = version
        self.settings = settings
        features = try plan.features.map { try FeatureWatch($0, plan.detectors, window: settings.window) }
        inputs = plan.features.enumerated().compactMap { place, feature in
            if case .field(let field) = feature.place { (place, field) } else { nil }
        }
        score = plan.features.firstIndex { $0.place == .score }
        outputs = plan.features { if case .output = $0 { true } else { false } }
        var names = features.map(\.name)
        componentsPlace = plan.watchesComponents ? names.count : nil
        if plan.watchesComponents { names.append("inputs") }
        if let multivariate = plan.profile.multivariate, plan.watchesComponents {
            components = MultivariateWindow(multivariate.components, span: try WindowSpan(size: settings.window))
        }
        errorsPlace = plan.watchesErrors ? names.count : nil
        if plan.watchesErrors {
            names.append("error")
            features.append(try FeatureWatch(errors: plan.detectors))
        }
        board = try AlarmBoard(
            detectors: plan.detectors.map { AlarmDetector($0.rawValue, isBelievedAlone: $0.isBelievedAlone) },
            features: names,
            derived: Set(names).subtracting(inputs.map { plan.features[$0.feature].name }),
            modelVersion: version,
            profileID: plan.profile.profileID,
            rule: AlarmRule(
                quorum: settings.quorum,
                cooldownSeconds: settings.cooldown / .seconds(1),
                warmUpSamples: settings.warmUp
            )
        )
        suspectSince = Array(repeating: nil, count: names.count * plan.detectors.count)
        quality = QualityWatch(
            try inputs.map { (feature, field) in
                (
                    field,
                    try QualityThresholds(
                        plan.features[feature].profile,
                        intervalSeconds: plan.profile.intervalSeconds
                    )
                )
            }
        )
    }

    /// Takes what is to be told.
    func takeOccasions() -> [Occasion] {
        guard !occasions.isEmpty else { return [] }
        defer { occasions.removeAll(keepingCapacity: true) }
        return occasions
    }

    func add(_ occasion: Occasion) {
        if case .drift(let finding) = occasion, finding.change.kind == .drift, finding.severity >= .major {
            majorDrift = finding.change.feature
        }
        if occasions.count < Self.mostOccasions { occasions.append(occasion) } else { untold += 1 }
    }

    /// True until enough rows have come to be judged.
    var isWarmingUp: Bool { rows - begunAt < settings.warmUp }

    /// Whether some feature drifts.
    var isDrifting: Bool { board.features.indices.contains { board.phase(feature: $0) == .drift } }

    /// Begins the components' window with the present row.
    func beginComponents() {
        components?.removeAll()
        componentStart = rows
        componentRows = 0
    }

    // MARK: readings

    /// Looks at a reading as it came, before anything stands in for what is missing.
    func look(
        at values: [Double],
        of key: [UInt8],
        _ place: (slot: Int, generation: Int),
        at time: Timestamp,
        arrival: Timestamp
    ) {
        for (feature, field) in inputs where values[field].isNaN { features[feature].counts.missing += 1 }
        tell(quality.take(values, key, place, at: time, arrival: arrival))
    }

    /// Looks whether devices have fallen silent.
    func look(at now: Timestamp) { tell(quality.look(at: now)) }

    private func tell(_ changes: [QualityWatch.Change]) {
        for change in changes {
            isUrgent = true
            add(.quality(change, field: features[inputs[change.feature].feature].name))
        }
    }

    /// Takes a whole reading.
    func take(_ values: [Double], slot: Int, at time: Timestamp, arrival: Timestamp) {
        clock.note(rows, at: time)
        arrivals.note(rows, at: arrival)
        rows += 1
        keep(values)
        let before = inputRows.count(slot)
        for (feature, field) in inputs {
            let isDue = before % features[feature].thinning == 0
            let step = features[feature].take(values[field], isDue: isDue, turn: settings.window)
            if step.isWindowDue || step.isTurn || !step.fired.isEmpty { hear(feature, step, arrival) }
        }
        takeComponents(values, arrival)
    }

    private func takeComponents(_ values: [Double], _ arrival: Timestamp) {
        guard let place = componentsPlace else { return }
        componentRows += 1
        // Fields without a profile of numbers do not exist where components are watched.
        guard components?.add(values) == true else { return }
        judgeComponents(place, rows: componentStart..<rows, samples: componentRows, arrival)
        componentRows = 0
        componentStart = rows
    }

    private func keep(_ values: [Double]) {
        guard settings.examples > 0 else { return }
        if examples.count >= settings.examples { examples.removeFirst() }
        examples.append(values)
    }

    // MARK: what the model says

    /// True where somebody wants what the model gives.
    var wantsOutputs: Bool { !outputs.isEmpty }

    /// Takes a score of a window.
    func take(score value: Double, slot: Int, arrival: Timestamp) {
        guard let score else { return }
        let isDue = scoreRows.count(slot) % features[score].thinning == 0
        hear(score, features[score].take(value, isDue: isDue, turn: settings.window), arrival)
    }

    /// Takes what the model gives for one window.
    func take(_ tensors: [Tensor], slot: Int, arrival: Timestamp) {
        let before = scoreRows.count(slot)
        for feature in outputs {
            guard case .output(let name, let element) = plan.features[feature].place,
                let tensor = tensors.first(where: { $0.name == name })
            else { continue }
            let value = OutputValue(tensor, at: element)
            let step: FeatureWatch.Step
            if features[feature].categories != nil {
                step = features[feature].take(value.text, turn: settings.window)
            } else {
                let isDue = before % features[feature].thinning == 0
                step = features[feature].take(value.number ?? .nan, isDue: isDue, turn: settings.window)
            }
            hear(feature, step, arrival)
        }
    }

    /// Takes how wrong the model was: 0 is right.
    func take(error value: Double, arrival: Timestamp) {
        guard errorsPlace != nil else { return }
        let feature = features.count - 1
        hear(feature, features[feature].take(value, isDue: true, turn: settings.window), arrival)
    }

    /// The place of a feature on the board.
    func place(of feature: Int) -> Int {
        feature == plan.features.count ? errorsPlace ?? feature : feature
    }

    /// The scope of a place on the board.
    func scope(of place: Int) -> FeatureScope {
        if place == componentsPlace { return .input }
        if place == errorsPlace { return .error }
        return features[place].scope
    }
}
