import ArgumentParser
import Release

/// `gg local status`: what the components do.
struct LocalShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the components on this machine do."
    )

    @OptionGroup var place: LocalFolderOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try GG.telling(output) { _ in
            let control = LocalControl(place.folder)
            let isRunning = control.isRunning
            let status = try control.status()
            let text =
                isRunning && status != nil
                ? status.map(LocalTable.text) ?? "" : "nothing runs in \(place.folder.root)\n"
            try output.show(LocalTable.document(status, isRunning: isRunning), text: text)
        }
    }
}
