import ArgumentParser
import Release

/// `gg local down`: stops components.
struct LocalDown: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop components, those that depend on them first.",
        discussion: "Without handles everything is stopped, and what a killed supervisor has left is ended."
    )

    @Argument(help: "Handles or names of components (default: all).")
    var handles: [String] = []

    @OptionGroup var place: LocalFolderOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Seconds to wait for the end.")
    var timeout = 300.0

    func validate() throws {
        guard timeout.isFinite, (0...86400).contains(timeout) else {
            throw ValidationError("--timeout is \(timeout); expected seconds from 0 to 86400")
        }
    }

    func run() throws {
        try GG.telling(output) { _ in
            let control = LocalControl(place.folder)
            let limit = Duration.seconds(timeout)
            let hasEnded = handles.isEmpty ? try control.end(limit: limit) : try control.end(handles, limit: limit)
            let what = handles.isEmpty ? "everything" : handles.joined(separator: ", ")
            let text = hasEnded ? "\(what) has ended" : "nothing runs in \(place.folder.root)"
            try output.show(["stopped": hasEnded], text: text + "\n")
        }
    }
}
