import ArgumentParser
import Dispatch
import Foundation
import Release
import Sandbox

/// `gg local up`: starts components and watches over them.
struct LocalUp: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start components, and what they depend on.",
        discussion: """
            Runs the components of gg-config.yml, or of a release that was built, until Ctrl-C or SIGTERM, which stops \
            them in order. With --detach it returns once they are up, and 'gg local down' stops them. A component that \
            fails three times within an hour is given up; then the exit code is 70.
            """
    )

    @Argument(help: "Handles or names of components (default: all).")
    var handles: [String] = []

    @OptionGroup var project: ProjectOptions
    @OptionGroup var place: LocalFolderOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Run the recipes of this folder; their files are in artifacts/ beside it.", completion: .directory)
    var recipes: String?

    @Option(help: "Run what this release file names, as 'gg build' made it.", completion: .file(extensions: ["json"]))
    var release: String?

    @Flag(help: "Return once the components are up.")
    var detach = false

    @Flag(help: "Forget kept configurations, and begin with DefaultConfiguration.")
    var reset = false

    @Option(help: "The name of the device, for {iot:thingName} and AWS_IOT_THING_NAME.")
    var thing = "local"

    @Option(help: "The region that components are told (default: AWS_REGION).")
    var region: String?

    @Option(
        help: ArgumentHelp("A variable of this environment that components get; may be repeated.", valueName: "name")
    )
    var env: [String] = []

    @Option(help: "Seconds between SIGTERM and SIGKILL, where the recipe does not say.")
    var stopTimeout = 15.0

    @Option(help: ArgumentHelp("Seconds before the first restart.", visibility: .hidden))
    var backoff = 1.0

    func validate() throws {
        guard recipes == nil || release == nil else { throw ValidationError("give --recipes or --release, not both") }
        guard stopTimeout.isFinite, (0...86400).contains(stopTimeout) else {
            throw ValidationError("--stop-timeout is \(stopTimeout); expected seconds from 0 to 86400")
        }
        guard backoff.isFinite, (0...3600).contains(backoff) else {
            throw ValidationError("--backoff is \(backoff); expected seconds from 0 to 3600")
        }
    }

    func run() throws {
        var hasBroken = false
        // Ctrl-C ends what runs in order, and is no error.
        try GG.telling(output) { _ in hasBroken = try detach ? startDetached() : supervise() }
        if hasBroken { throw ExitCode(GG.code(of: .command)) }
    }

    /// Runs the components until they are to end; true where one was given up.
    private func supervise() throws -> Bool {
        let board = LocalBoard(isJSON: output.json)
        let supervisor = try LocalSupervisor(sources, handles, folder: place.folder, settings: settings) {
            board.show($0)
        }
        let remote = supervisor.remote
        let signals = [SIGINT, SIGTERM, SIGHUP, SIGUSR1].map { number in
            // Of the others this has been said already, and saying it again would take them from who listens.
            if number == SIGUSR1 { _ = signal(number, SIG_IGN) }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { number == SIGUSR1 ? remote.readMail() : remote.stop() }
            source.resume()
            return source
        }
        defer { for source in signals { source.cancel() } }
        let hasBroken = try supervisor.run()
        board.close()
        return hasBroken
    }

    private func sources() throws(ReleaseError) -> [LocalSource] {
        if let recipes { return try LocalSource.all(inRecipes: recipes, .current) }
        if let release { return try LocalSource.all(of: BuildFolder(release: release), .current) }
        return try LocalSource.all(of: try project.project(), .current)
    }

    private var settings: LocalSettings {
        let environment = ProcessInfo.processInfo.environment
        var settings = LocalSettings(environment: environment)
        settings.thing = thing
        settings.region = region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
        settings.stopLimit = .seconds(stopTimeout)
        settings.backoff = .seconds(backoff)
        settings.isReset = reset
        settings.passed = env
        return settings
    }

    // MARK: In the background

    /// Starts this program again in a session of its own, and waits until the components are up; true where one was given
    /// up.
    private func startDetached() throws -> Bool {
        let folder = place.folder
        let control = LocalControl(folder)
        if control.isRunning {
            throw ReleaseError(
                .input,
                "components are running already in \(folder.root); 'gg local status' shows them and 'gg local down' ends them"
            )
        }
        try FileManager.default.createDirectory(atPath: folder.root + "/logs", withIntermediateDirectories: true)
        let process = try DetachedProcess(
            ChildProgram(
                executable: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
                arguments: CommandLine.arguments.dropFirst().filter { $0 != "--detach" && $0 != "--json" },
                environment: ProcessInfo.processInfo.environment
            ),
            output: folder.supervisorLog
        )
        var code: Int32?
        let status = try control.settled(
            { limit in
                code = code ?? process.wait(atMost: limit)
                return code != nil
            },
            by: process.identifier
        )
        guard let status else { throw Self.failure(folder, code: code ?? 1) }
        try output.show(LocalTable.document(status, isRunning: true), text: LocalTable.text(status))
        return status.components.contains { $0.state == .broken }
    }

    /// What a supervisor said that ended before the components were up.
    private static func failure(_ folder: LocalFolder, code: Int32) -> ReleaseError {
        let said = (try? String(contentsOfFile: folder.supervisorLog, encoding: .utf8)) ?? ""
        let lines = said.split(separator: "\n").suffix(20).map { line in
            line.hasPrefix("error: ") ? String(line.dropFirst(7)) : String(line)
        }
        let kind: ReleaseError.Kind = code == 70 ? .command : .input
        return ReleaseError(kind, lines.isEmpty ? "the supervisor ended with \(code)" : lines.joined(separator: "\n"))
    }
}
