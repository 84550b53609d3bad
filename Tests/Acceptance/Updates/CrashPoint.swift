import Testing

/// A row of the table of crash points: where the process is cut, start by start, and what must come of it.
struct CrashPoint: Sendable, CustomTestStringConvertible {
    /// What must come of the update.
    enum Outcome: Sendable {
        case confirmed
        case failed(code: String)
    }

    let name: String
    /// One for each start; `C12:2` is the second time that C12 is passed.
    let faults: [String]
    var strategy = #""trial_s":0.3"#
    var outcome = Outcome.confirmed
    /// Where the last process would die if it did again what was done before.
    var last: String?

    var testDescription: String { name }

    private static let shadow = #""shadow_s":0.3,"trial_s":0.3"#

    static let rows = [
        CrashPoint(name: "C1 before the command is written", faults: ["C1"]),
        CrashPoint(name: "C2 after it", faults: ["C2"]),
        CrashPoint(name: "C3 with the manifest", faults: ["C3"]),
        CrashPoint(name: "C4 between two chunks", faults: ["C4:4"], last: "C4:4"),
        CrashPoint(name: "C5 with the last byte, before it is on the disk", faults: ["C5"]),
        CrashPoint(name: "C6 verified, before the store", faults: ["C6"]),
        CrashPoint(name: "C7 before the rename", faults: ["C7a"]),
        CrashPoint(name: "C7 after the rename", faults: ["C7b"]),
        CrashPoint(name: "C8 in the probe", faults: ["C8"]),
        CrashPoint(name: "C8 in the probe, twice", faults: ["C8", "C8"], outcome: .failed(code: "probe_crash")),
        CrashPoint(name: "C9 as a shadow, twice", faults: ["C9", "C9"], strategy: shadow),
        CrashPoint(
            name: "C9 as a shadow, three times",
            faults: ["C9", "C9", "C9"],
            strategy: shadow,
            outcome: .failed(code: "crash_in_trial")
        ),
        CrashPoint(name: "C10 on trial, not loaded yet", faults: ["C10"]),
        CrashPoint(name: "C11 on trial", faults: ["C11"]),
        CrashPoint(name: "C11 on trial, twice", faults: ["C11", "C11"], outcome: .failed(code: "crash_in_trial")),
        CrashPoint(name: "C12 before the confirmation", faults: ["C12"]),
        CrashPoint(name: "C12 after the confirmation", faults: ["C12:2"]),
        CrashPoint(
            name: "C13 in the rollback",
            faults: ["C11", "C11", "C13"],
            outcome: .failed(code: "crash_in_trial")
        ),
        CrashPoint(name: "C14 before the result is told", faults: ["C14"]),
        CrashPoint(
            name: "C14 before a rollback is told",
            faults: ["C11", "C11", "C14"],
            outcome: .failed(code: "crash_in_trial")
        ),
    ]
}
