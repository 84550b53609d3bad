import ArgumentParser
import Edge
import Storage

/// `marram models history`: shows what has happened to models on this device.
struct ModelsHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what has happened to models: what was installed, confirmed, rolled back, rejected, or failed.",
        discussion: "Reads the data folder of this device; the latest comes last."
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "Only this model.")
    var model: String?

    @Option(help: ArgumentHelp("Most lines.", valueName: "count"))
    var limit: Int = 100

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000") }
    }

    func run() throws {
        try Complaint.telling {
            let settings = try options.load().settings
            let rows = try UpdateArchive(directory: settings.dataDirectory).history(of: model, limit: limit)
            if rows.isEmpty { print("nothing has happened" + (model.map { " to '\($0)'" } ?? "")) }
            for row in rows.reversed() { print(line(row)) }
        }
    }

    private func line(_ row: HistoryRow) -> String {
        var words = [ModelLines.time(row.time), row.model, row.what.replacing("_", with: " ")]
        if let version = row.version { words.append("version \(version)") }
        if let bundle = row.bundle { words.append(ModelLines.short(bundle)) }
        if let job = row.job { words.append("job \(job)") }
        if let code = row.code { words.append(code) }
        return words.joined(separator: "  ") + (row.reason.map { ": \($0)" } ?? "")
    }
}
