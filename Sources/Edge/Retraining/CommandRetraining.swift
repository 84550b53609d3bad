import Foundation
import Logging
import Sandbox

/// Has a command on this machine train, which reads the order from its standard input.
struct CommandRetraining: RetrainWay {
    /// How much more it lets others have the processors than this program does.
    private static let niceness = 10
    private static let document = "order.json"
    /// Bytes of its last words in the reason of a failure.
    private static let longestReason = 2000

    private let command: Settings.Retrain.Command
    /// Where the folders are made that it runs in.
    private let folder: String
    private let environment: [String: String]
    private let logger: Logger

    /// Makes one; it runs in folders below the data folder.
    init(
        _ command: Settings.Retrain.Command,
        dataDirectory: String,
        environment: [String: String],
        logger: Logger
    ) {
        self.command = command
        folder = "\(dataDirectory)/retrain"
        self.environment = environment
        self.logger = logger
    }

    func carryOut(
        _ order: RetrainOrder,
        until stop: @escaping @Sendable () -> Bool,
        tell: (RetrainWord) -> Void
    ) {
        var lines = OutputLines()
        let show: (OutputLines.Line) -> Void = { log($0, order) }
        let outcome: RetrainWord.Outcome?
        do {
            let place = try makeFolder(order)
            defer { removeFolder(place) }
            let ending = try start(order, in: place).wait(
                limit: command.timeout,
                outputLimit: .max,
                isCancelled: stop,
                onStart: { _ in tell(RetrainWord(id: order.id, outcome: .accepted)) },
                onOutput: { lines.take($0, show: show) }
            )
            lines.finish(show: show)
            outcome = self.outcome(ending, lines.last)
        } catch {
            outcome = .failed(reason: "the command for retraining: \(error)")
        }
        if let outcome { tell(RetrainWord(id: order.id, outcome: outcome)) }
    }

    private func start(_ order: RetrainOrder, in place: String) throws(SandboxError) -> GuardedProcess {
        try GuardedProcess(
            ChildProgram(
                executable: command.arguments[0],
                arguments: Array(command.arguments.dropFirst()),
                environment: environment.merging(RetrainDocument(order).environment) { $1 }
            ),
            folder: place,
            input: Self.document,
            niceness: Self.niceness
        )
    }

    /// Makes the folder that it runs in anew, with the order.
    private func makeFolder(_ order: RetrainOrder) throws -> String {
        let place = "\(folder)/\(order.id)"
        let files = FileManager.default
        if FileKind(at: place) != .nothing { try files.removeItem(atPath: place) }
        try files.createDirectory(
            atPath: place,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(RetrainDocument(order)).write(to: URL(filePath: "\(place)/\(Self.document)"))
        return place
    }

    private func removeFolder(_ place: String) {
        do {
            try FileManager.default.removeItem(atPath: place)
        } catch {
            logger.warning(
                "the folder of a command for retraining cannot be removed",
                metadata: ["path": "\(place)", "reason": "\(error)"]
            )
        }
    }

    /// What its end means; nil: it was ended with this program.
    private func outcome(_ ending: ChildEnding.Cause, _ last: [String]) -> RetrainWord.Outcome? {
        let name = "the command \(command.arguments[0])"
        let words = String(last.joined(separator: "\n").suffix(Self.longestReason))
        let said = words.isEmpty ? "; it has written nothing" : "; its last words: \(words)"
        switch ending {
        case .exited(0): return .completed
        case .exited(let code): return .failed(reason: "\(name) ended with exit code \(code)\(said)")
        case .timedOut:
            return .failed(
                reason: "\(name) took longer than \(command.timeout), which retrain.command.timeout allows\(said)"
            )
        case .signal, .flooded: return .failed(reason: "\(name) was ended by \(ending)\(said)")
        case .cancelled: return nil
        }
    }

    private func log(_ line: OutputLines.Line, _ order: RetrainOrder) {
        switch line {
        case .text(let text):
            logger.info("retraining", metadata: ["order": "\(order.id)", "output": "\(text)"])
        case .tooMany(let most):
            logger.warning(
                "retraining: the command writes more lines than are logged",
                metadata: ["order": "\(order.id)", "lines": "\(most)"]
            )
        }
    }
}
