import Logging
import Models

extension StageOrder {
    /// What the machine wants, with the candidate that it means; nil when that is not loaded.
    init?(_ order: ServingOrder, of model: Name, staged: StagedModel?) {
        switch order {
        case .promote(let bundle): self = .promote(model, bundle)
        case .withdraw(let bundle): self = .withdraw(model, bundle)
        case .shadow(let bundle):
            guard let staged, staged.id == bundle else { return nil }
            self = .shadow(staged)
        case .trial(let bundle, let share):
            guard let staged, staged.id == bundle else { return nil }
            self = .trial(staged, sharePercent: share)
        case .replace(let bundle):
            guard let staged, staged.id == bundle else { return nil }
            self = .replace(staged)
        }
    }
}

extension StageFigures {
    /// What the loop has counted, as far as it decides something.
    init(_ figures: StageReport.Figures) {
        switch figures {
        case .shadow(let compared, let agreed, let failed, _, _):
            // Here what failed is not among what was compared.
            self = .shadow(Shadow(compared: compared - failed, agreed: agreed, failed: failed))
        case .trial(let answered, let errors, let p99, let p99Before, let drift):
            self = .trial(Trial(answered: answered, errors: errors, p99: p99, p99Before: p99Before, drift: drift))
        }
    }
}

extension UpdateEvent {
    /// True when it must not be lost while the disk takes nothing.
    var mustHappen: Bool {
        switch self {
        case .figures, .tick, .work(_, .progress), .work(_, .waiting), .stopping: false
        default: true
        }
    }
}

extension ControlReply {
    /// What the machine says of a person's word.
    init(_ error: UpdateError?) {
        self = error.map { .failed(code: $0.code.rawValue, reason: $0.message) } ?? .done
    }
}

extension JobProgress {
    /// What a log line says of it.
    var facts: [String: Logger.MetadataValue] {
        var facts: [String: Logger.MetadataValue] = [
            "model": "\(model)", "job": "\(job)", "status": "\(status.rawValue)", "phase": "\(phase)",
        ]
        if let version { facts["version"] = "\(version)" }
        if let code { facts["code"] = "\(code.rawValue)" }
        if let reason { facts["reason"] = "\(reason)" }
        return facts
    }
}
