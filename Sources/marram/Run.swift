import ArgumentParser
import Edge
import Foundation
import Inference
import Logging

/// `marram run`: serves the configured models.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serve the configured models until stopped.",
        discussion: """
            Subscribes to inference requests, runs the models and publishes the answers. SIGTERM and Ctrl-C finish \
            what is under way first. Logs go to standard error.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "How log lines look: text for people, json for programs (default: log.format).")
    var logFormat: LogFormat?

    @Option(help: "The least that is logged (default: log.level).")
    var logLevel: LogLevel?

    func run() async throws {
        let loaded: LoadedSettings
        do {
            loaded = try options.load()
        } catch {
            let logger = LineLogHandler.logger(level: "error", format: logFormat ?? .text)
            for line in Complaint.lines(error) { logger.critical("\(line)") }
            throw ExitCode.failure
        }
        let logger = LineLogHandler.logger(
            level: logLevel?.rawValue ?? loaded.settings.log.level.rawValue,
            format: logFormat ?? LogFormat(rawValue: loaded.settings.log.format.rawValue) ?? .text
        )
        for warning in loaded.warnings { logger.warning("\(warning)") }
        do {
            let settings = loaded.settings
            let component = HTTPFront().component(settings, logger) {
                OnnxLoader(runtime: try Runtime.load(settings), settings: settings.inference)
            }
            try await component.run()
        } catch {
            logger.critical("marram cannot run", metadata: ["reason": "\(error)"])
            throw ExitCode.failure
        }
    }
}

/// How log lines look.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The least that is logged.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error
}
