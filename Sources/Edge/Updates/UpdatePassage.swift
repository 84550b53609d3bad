import Models

/// The points of an update's way that a step passes, for tests that end the process there.
struct UpdatePassage {
    /// Passed before the step is on the disk.
    private(set) var before: [String] = []
    /// Passed once it is.
    private(set) var after: [String] = []

    init(before old: ModelRecord, after new: ModelRecord) {
        switch (old.candidate?.phase, new.candidate?.phase) {
        case (_, .received?) where old.candidate?.job != new.candidate?.job:
            before.append("C1")
            after.append("C2")
        case (_, .trial(_, let starts, _)?) where starts == 0:
            after.append("C10")
        case (.trial?, nil) where old.active == new.active:
            before.append("C13")
        default: break
        }
        if new.candidate == nil, let active = new.active, active.bundle == old.candidate?.phase.target?.bundle {
            before.append("C12")
            after.append("C12")
        }
    }
}
