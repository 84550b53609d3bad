import Inference
import OpenInference
import Tensors

/// Something with a request that can take part in a batch.
protocol RequestHolder: AnyObject {
    var request: InferRequest { get }
}

/// Requests for one model that run together, and what came of them; used again and again, with the memory that it has.
///
/// `@unchecked Sendable`: one thread at a time changes it. The loop's thread fills it; while a model's own thread runs it,
/// until the completion has come back, the loop looks at its members at most, and those stay as they are.
final class Batch<Member: RequestHolder>: ModelWork, @unchecked Sendable {
    /// Where a member's answer is.
    enum Outcome {
        /// All of `results`.
        case whole
        /// Some rows of `results`.
        case rows(Range<Int>)
        /// Tensors of its own: the batch failed as a whole, and each member has run alone.
        case alone([Tensor])
        case failed(InferError)
    }

    /// How many requests that cannot join are passed over for each row that a batch may have.
    private static var patience: Int { 4 }
    /// Most bytes of tensors that are kept for the next batch.
    private static var keptBytes: Int { 4 << 20 }

    private(set) var members: [Member] = []
    /// One for each member, once it has run.
    private(set) var outcomes: [Outcome] = []
    /// When the last run began, and what it took.
    private(set) var began = ContinuousClock.now
    private(set) var took = Duration.zero
    /// What the model gave for all members together.
    private(set) var results: [Tensor] = []
    private var joined: [Tensor] = []
    private var names: [String] = []
    /// The rows of all members; nil when the only one has none that can be counted.
    private var joinedRows: Int? = 0

    /// The number of rows of all members.
    var rows: Int { joinedRows ?? 1 }

    /// Takes the first request that is admitted, and those behind it that can run with it, up to `limit` rows.
    ///
    /// Requests can run together when they ask for the same outputs and their inputs match; their order is kept.
    func take(from waiting: inout [Member], limit: Int, where admits: (Member) -> Bool) {
        clear()
        var kept = 0
        var next = 0
        var passed = 0
        while next < waiting.count, !isFull(limit), passed <= limit * Self.patience {
            let member = waiting[next]
            let isAdmitted = admits(member)
            if isAdmitted, accepts(member.request, limit: limit) {
                add(member)
            } else {
                if isAdmitted { passed += 1 }
                if kept < next { waiting[kept] = member }
                kept += 1
            }
            next += 1
        }
        waiting.removeSubrange(kept..<next)
    }

    /// Runs the members on a model; when that fails each runs alone, so that only the culprit gets the error.
    func run(on session: any InferenceSession) {
        began = .now
        defer { took = .now - began }
        names.removeAll(keepingCapacity: true)
        for output in members[0].request.outputs { names.append(output.name) }
        guard members.count > 1 else {
            outcomes.append(runWhole(members[0].request, on: session))
            return
        }
        guard runJoined(on: session) else {
            for member in members { outcomes.append(runAlone(member.request, on: session)) }
            return
        }
        var start = 0
        for member in members {
            let end = start + (member.request.inputs[0].shape.rows ?? 0)
            outcomes.append(.rows(start..<end))
            start = end
        }
    }

    /// Lets go of the members.
    func clear() {
        members.removeAll(keepingCapacity: true)
        outcomes.removeAll(keepingCapacity: true)
        joinedRows = 0
        let size = joined.reduce(0) { $0 + $1.bytes.count } + results.reduce(0) { $0 + $1.bytes.count }
        if size > Self.keptBytes { (joined, results) = ([], []) }
    }

    // MARK: joining

    private func isFull(_ limit: Int) -> Bool {
        guard !members.isEmpty else { return false }
        guard let joinedRows, joinedRows > 0 else { return true }
        return joinedRows >= limit
    }

    private func accepts(_ request: InferRequest, limit: Int) -> Bool {
        guard let first = members.first?.request, let joinedRows else { return true }
        guard let rows = Rows.count(request.inputs), rows > 0, joinedRows + rows <= limit else { return false }
        return first.asksAlike(request) && Rows.match(first.inputs, request.inputs)
    }

    private func add(_ member: Member) {
        let rows = Rows.count(member.request.inputs)
        joinedRows = rows.flatMap { rows in joinedRows.map { $0 + rows } }
        members.append(member)
    }

    // MARK: running

    private func runWhole(_ request: InferRequest, on session: any InferenceSession) -> Outcome {
        do throws(InferenceError) {
            try session.run(request.inputs, outputs: names, into: &results)
            return .whole
        } catch {
            return .failed(Self.failure(error))
        }
    }

    private func runAlone(_ request: InferRequest, on session: any InferenceSession) -> Outcome {
        do throws(InferenceError) {
            return .alone(try session.run(request.inputs, outputs: names))
        } catch {
            return .failed(Self.failure(error))
        }
    }

    /// False when the members cannot run as one, or what comes out does not have their rows.
    private func runJoined(on session: any InferenceSession) -> Bool {
        guard Rows.join(members.count, into: &joined, { members[$0].request.inputs }) else { return false }
        do throws(InferenceError) {
            try session.run(joined, outputs: names, into: &results)
        } catch {
            // Which member is to blame shows when each runs alone.
            return false
        }
        return results.allSatisfy { $0.shape.rows == joinedRows }
    }

    private static func failure(_ error: InferenceError) -> InferError {
        InferError(.internal, "the model failed on this request: \(error)")
    }
}

extension InferRequest {
    /// True when the two ask for the same outputs in the same order.
    fileprivate func asksAlike(_ other: InferRequest) -> Bool {
        outputs.count == other.outputs.count && zip(outputs, other.outputs).allSatisfy { $0.name == $1.name }
    }
}
