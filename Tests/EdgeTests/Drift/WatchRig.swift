import Drift
import Foundation
import Support
import Telemetry
import Tensors

@testable import Edge

/// A watch of two fields, x around 0 and y around 5, and of a score, fed by the test.
final class WatchRig {
    let watch: DriftWatch
    private(set) var occasions: [DriftWatch.Occasion] = []
    private(set) var row = 0
    private var draws: Draws

    static let settings = Settings.Drift(
        enabled: true,
        window: 200,
        cooldown: .seconds(3600),
        quorum: 2,
        warmUp: 400,
        examples: 0
    )

    /// What the fields and the score looked like in training.
    static func columns(rows: Int = 4000, seed: UInt64 = 1) -> [ReferenceColumn] {
        var draws = Draws(seed)
        return [
            ReferenceColumn("x", .numeric(draws.normals(rows))),
            ReferenceColumn("y", .numeric(draws.normals(rows, mean: 5, sd: 2))),
            ReferenceColumn("score", .numeric(draws.normals(rows).map(abs)), scope: .reconstruction),
        ]
    }

    static func profile(_ columns: [ReferenceColumn] = columns(), id: String = "p1") throws -> ReferenceProfile {
        var choice = ReferenceProfile.Choice()
        choice.windowSizes = [200]
        choice.intervalSeconds = 1
        return try ReferenceProfile(
            columns: columns,
            model: ReferenceProfile.Model(name: "press-ae", sha256: String(repeating: "ab", count: 32)),
            profileID: id,
            created: "2026-01-01T00:00:00Z",
            choice: choice
        )
    }

    init(
        _ profile: ReferenceProfile? = nil,
        binding: [String: any Sendable] = [:],
        settings: Settings.Drift = WatchRig.settings,
        outputs: [TensorSignature] = [],
        hasScore: Bool = true,
        version: String = "7",
        seed: UInt64 = 2
    ) throws {
        let plan = try DriftPlan(
            Fitted.settings(binding),
            profile: profile ?? Self.profile(),
            outputs: outputs,
            hasScore: hasScore
        )
        watch = try DriftWatch(plan, version: version, settings: settings)
        draws = Draws(seed)
    }

    static func time(_ row: Int) -> Timestamp {
        Timestamp(microseconds: 1_700_000_000_000_000 + Int64(row) * 1_000_000)
    }

    /// Feeds rows of one key as training had them, x moved, and the score of each.
    func feed(_ rows: Int, shift: Double = 0, score: Double = 0) {
        for _ in 0..<rows {
            feed([shift + draws.normal(), 5 + 2 * draws.normal()])
            watch.take(score: abs(draws.normal()) + score, slot: 0, arrival: Self.time(row))
            occasions += watch.takeOccasions()
        }
    }

    /// Feeds one row.
    func feed(_ values: [Double], slot: Int = 0) {
        let time = Self.time(row)
        watch.look(at: values, of: [UInt8(slot)], (slot, 0), at: time, arrival: time)
        if values.allSatisfy({ !$0.isNaN }) { watch.take(values, slot: slot, at: time, arrival: time) }
        row += 1
        occasions += watch.takeOccasions()
    }

    /// Takes what was found by other feeds.
    func collect() { occasions += watch.takeOccasions() }

    /// Lets time pass without a row.
    func wait(rows: Int) {
        row += rows
        watch.look(at: Self.time(row))
        occasions += watch.takeOccasions()
    }

    /// What was found of a kind: feature and detector.
    func found(_ kind: AlarmChange.Kind) -> [String] {
        findings(kind).map { "\($0.change.feature) \($0.change.detector)" }
    }

    func findings(_ kind: AlarmChange.Kind) -> [DriftFinding] {
        occasions.compactMap { occasion in
            guard case .drift(let finding) = occasion, finding.change.kind == kind else { return nil }
            return finding
        }
    }

    /// Violations of data quality that began, or ended.
    func violations(_ isOpen: Bool) -> [String] {
        occasions.compactMap { occasion in
            guard case .quality(let change, let field) = occasion, change.isOpen == isOpen else { return nil }
            return "\(field) \(change.kind.rawValue)"
        }
    }

    func forget() { occasions = [] }

    var subject: DriftEvents.Subject {
        DriftEvents.Subject(
            binding: Fitted.name("press"),
            model: Fitted.name("press-ae"),
            version: watch.version,
            watch: watch
        )
    }
}

extension Fitted {
    /// A name that is one.
    static func name(_ text: String) -> Name {
        guard let name = Name(text) else { preconditionFailure("'\(text)' is no name") }
        return name
    }
}
