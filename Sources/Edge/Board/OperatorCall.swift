import Models
import Monitoring
import OpenInference

/// A person's word on a model that came within this process.
struct OperatorCall: Sendable {
    let word: ModelWord
    let model: String
    /// The version that is believed to be there; nil: does not matter.
    let expected: String?
    /// Is called once with what becomes of it, on any thread.
    let answer: @Sendable (ModelWordOutcome) -> Void
}

extension UpdateDesk {
    /// Takes a call, as it would a command.
    func take(_ call: OperatorCall, node: Node) {
        guard let slot = node.slot(call.model) else {
            let code = UpdateCode.unknownModel.rawValue
            return call.answer(.failed(code: code, reason: "there is no model '\(call.model.prefix(64))'"))
        }
        let candidate = state(of: slot.name)?.candidate.map { $0.version ?? "" }
        let present = call.word == .confirm ? candidate : candidate ?? slot.active.version
        if let expected = call.expected, expected != present { return call.answer(.versionChanged(now: present)) }
        take(call.word == .confirm ? .confirm(slot.name) : .rollback(slot.name)) { reply in
            switch reply {
            case .done: call.answer(.done)
            case .failed(let code, let reason): call.answer(.failed(code: code, reason: reason))
            }
        }
    }
}
