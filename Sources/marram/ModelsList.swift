import ArgumentParser
import Edge
import Storage

/// `marram models list`: shows what this device keeps of every model.
struct ModelsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show which bundle of each model serves, which served before, and what is under way.",
        discussion: "Reads the data folder of this device; a running node is not disturbed."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try Complaint.telling {
            let settings = try options.load().settings
            let rows = try UpdateArchive(directory: settings.dataDirectory).models()
            guard !rows.isEmpty else {
                print("no model has come by an update, nor from the configuration into the store")
                return
            }
            for row in rows {
                let isConfigured = settings.models.contains { "\($0.name)" == row.name }
                ModelLines(row, isConfigured: isConfigured, autoConfirm: settings.updates.autoConfirm).show()
            }
        }
    }
}
