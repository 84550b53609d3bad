import ArgumentParser
import Edge
import Foundation
import Lab
import MQTT
import Tensors

/// `marram models install`: asks a running node for an update and follows it.
struct ModelsInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Ask a running node for an update of a model, and follow it to its end.",
        discussion: """
            Through the configured broker, as any operator would:
              marram models install press https://models.example.com/press/8/manifest.json
              marram models install press ./press-8.tar --trial 10m --share 10
            A path is one on this machine, so it is for a node on this machine. The exit code is 0 when the model is \
            confirmed. Ctrl-C ends the command and not the update.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The model's name.", transform: ModelWord.name)
    var model: Name

    @Argument(
        help: ArgumentHelp("The URL of a bundle's manifest.json or .tar, or a path.", valueName: "url-or-path"),
        transform: BundleAddress.init
    )
    var place: BundleAddress

    @Option(help: ArgumentHelp("The version, for people; the manifest's counts.", valueName: "text"))
    var version: String?

    @Option(help: ArgumentHelp("The SHA-256 that the manifest or the .tar must have.", valueName: "hex"))
    var sha256: String?

    @OptionGroup var strategy: StrategyOptions

    @Flag(help: "Try it again although it was rejected before.")
    var again = false

    @Option(help: ArgumentHelp("The job's id; a job that the node knows is only followed.", valueName: "id"))
    var job: String?

    @Flag(help: "Do not wait for the end of the trial: leave when it has begun.")
    var noWait = false

    @Option(
        help: ArgumentHelp("Longest time to follow the update, such as 10m (default: to its end).", valueName: "time"),
        transform: Quantity.seconds
    )
    var timeout: Double?

    func validate() throws {
        if let version, Name(version) == nil {
            throw ValidationError("--version takes 1 to 64 of A-Z a-z 0-9 _ . -")
        }
        if let job, Name(job) == nil { throw ValidationError("--job takes 1 to 64 of A-Z a-z 0-9 _ . -") }
        if let sha256, sha256.utf8.count != 64 || !sha256.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            throw ValidationError("--sha256 takes 64 hexadecimal digits")
        }
        guard (1...2048).contains(place.url.utf8.count) else { throw ValidationError("the URL is too long") }
    }

    func run() async throws {
        try await Complaint.telling {
            let settings = try options.load().settings
            let wish = wish
            show("\(model): job \(wish.job)")
            let lines = Guarded(UpdateLines(model))
            let ending = try await StopOnSignal.run { stop in
                try await UpdateClient(settings: settings).install(
                    wish,
                    untilTrial: noWait || strategy.noAutoConfirm,
                    limit: timeout.map { .milliseconds(Int64($0 * 1000)) },
                    isLeft: { stop.isStopped },
                    tell: { news in
                        if let line = lines.withLock({ $0.line(news) }) { show("  " + line) }
                    }
                )
            }
            try conclude(ending, wish.job)
        }
    }

    /// Shows a line at once, also where it goes to a file or a program.
    private func show(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private var wish: UpdateWish {
        var wish = UpdateWish(
            job: job ?? "cli-" + String(UInt64.random(in: 0...UInt64.max), radix: 36),
            model: model,
            url: place.url
        )
        wish.version = version
        wish.sha256 = sha256
        wish.shadowSeconds = strategy.shadow
        wish.trialSeconds = strategy.trial
        wish.sharePercent = strategy.share
        wish.autoConfirm = strategy.noAutoConfirm ? false : nil
        wish.isForced = again
        return wish
    }

    private func conclude(_ ending: UpdateClient.Ending, _ job: String) throws {
        switch ending {
        case .over(let progress):
            if !progress.isSuccess { throw ExitCode.failure }
        case .onTrial:
            if strategy.noAutoConfirm {
                print(
                    "  confirm it with 'marram models confirm \(model)', or take it back with 'marram models rollback \(model)'"
                )
            }
        case .left, .late:
            let reason = ending == .left ? "not followed any longer" : "not over in time"
            Complaint.write(
                "error",
                ["\(reason): the update goes on; follow it by the same command with --job \(job)"]
            )
            throw ending == .left ? ExitCode(130) : ExitCode.failure
        }
    }
}
