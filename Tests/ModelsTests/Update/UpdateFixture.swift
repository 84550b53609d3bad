import Cryptography
import Models

/// A machine with a clock of the test's own; what it says is written down.
struct Rig {
    var machine: UpdateMachine
    var now = Moment(monotonic: .seconds(100), wall: 1_764_000_000_000)
    var actions: [UpdateAction] = []

    init(active: UInt8? = 1, previous: UInt8? = nil, floor: Int = 0, policy: UpdatePolicy = UpdatePolicy()) {
        var record = ModelRecord(name: "press")
        record.active = active.map { Rig.resident($0) }
        record.previous = previous.map { Rig.resident($0) }
        record.floor = floor
        machine = UpdateMachine(record: record, policy: policy)
    }

    var record: ModelRecord { machine.record }
    var phase: UpdatePhase? { record.candidate?.phase }
    var reports: [UpdateReport] {
        actions.compactMap { if case .report(let report) = $0 { report } else { nil } }
    }
    var orders: [ServingOrder] {
        actions.compactMap { if case .serve(let order) = $0 { order } else { nil } }
    }
    var steps: [String] {
        actions.compactMap { if case .work(let step) = $0 { step.word } else { nil } }
    }
    var notes: [UpdateNote.Kind] {
        actions.compactMap { if case .note(let note) = $0 { note.kind } else { nil } }
    }

    /// Lets events happen, one after the other, with what they ask to follow at once; keeps the last one's actions.
    mutating func receive(_ events: UpdateEvent...) {
        for event in events {
            actions = machine.receive(event, at: now)
            while actions.last == .proceed { actions = actions.dropLast() + machine.receive(.proceed, at: now) }
        }
    }

    mutating func work(_ outcomes: WorkOutcome..., job: String = "j1") {
        for outcome in outcomes { receive(.work(job: job, outcome)) }
    }

    mutating func pass(_ time: Duration) {
        now.monotonic += time
        now.wall += time.components.seconds * 1000
        receive(.tick)
    }

    /// The job j1 for a bundle, up to the end of its probe.
    mutating func reachProbe(_ number: UInt8 = 2, _ change: (inout UpdateJob, inout UpdateTarget) -> Void = { _, _ in })
    {
        var job = Rig.job()
        var target = Rig.target(number)
        change(&job, &target)
        receive(.install(job))
        work(.manifest(target), .downloaded, .stored)
    }

    mutating func reachTrial(_ number: UInt8 = 2, _ change: (inout UpdateJob, inout UpdateTarget) -> Void = { _, _ in })
    {
        reachProbe(number) { job, target in
            job.strategy.shadow = .zero
            change(&job, &target)
        }
        work(.probed([:]), .loaded)
    }

    static func job(_ id: String = "j1") -> UpdateJob {
        UpdateJob(id: id, version: "8", place: .url("https://models.example/8/manifest.json", sha256: nil))
    }

    static func id(_ number: UInt8) -> BundleID {
        var hasher = SHA256Hasher()
        hasher.update([number])
        return BundleID(hasher.finish())
    }

    static func target(_ number: UInt8, security: Int = 0) -> UpdateTarget {
        UpdateTarget(bundle: id(number), version: "\(number)", securityVersion: security, byteCount: 1000)
    }

    static func resident(_ number: UInt8, security: Int = 0) -> ModelRecord.Resident {
        ModelRecord.Resident(
            bundle: id(number),
            version: "\(number)",
            securityVersion: security,
            isSigned: true,
            source: nil,
            since: 0
        )
    }
}

extension UpdateStep {
    var word: String {
        switch self {
        case .manifest: "manifest"
        case .download: "download"
        case .store: "store"
        case .probe: "probe"
        case .load: "load"
        }
    }
}
