import ArgumentParser
import Release

/// `gg local`: the components on this machine.
struct Local: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local",
        abstract: "Run the components on this machine, without a cloud.",
        subcommands: [LocalUp.self, LocalDown.self, LocalShow.self, LocalLogs.self]
    )
}

/// Where `gg local` keeps things.
struct LocalFolderOptions: ParsableArguments {
    @Option(help: "The folder for artifacts, work, logs and state.", completion: .directory)
    var root = "build/local"

    var folder: LocalFolder { LocalFolder(root) }
}
