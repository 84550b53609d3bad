import ArgumentParser
import Foundation

/// The program that draws.
@main
struct MarramPlot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marram-plot",
        abstract: "Draws series, scores and anomalies as SVG or PNG.",
        discussion: """
            Reads a JSON document: {"title": "...", "time": [...], "time_is_epoch": true, "panels": [{"title": "...", \
            "unit": "", "series": [{"name": "...", "values": [1.5, null]}], "threshold": 0.03}], \
            "anomalies": [[3,7]], "labels": [[4,8]], "training": [0,2]}
            'marram score --plot' makes such documents. docs/spec/plot.md says what each member means.
            """
    )

    @Option(
        name: [.short, .customLong("out")],
        help: ArgumentHelp("The picture to write.", valueName: "file.svg|file.png")
    )
    var output: String

    @Option(help: "Width in pixels, 300 to 16000.")
    var width = 1200

    @Option(help: "Height in pixels, 150 to 16000 (default: 700, or more where there are many panels).")
    var height: Int?

    @Option(help: "The title, in place of the document's.")
    var title: String?

    @Argument(help: ArgumentHelp("The document; '-' is standard input.", valueName: "file"))
    var input = "-"

    func validate() throws {
        guard (300...16_000).contains(width) else { throw ValidationError("--width takes 300 to 16000") }
        guard height.map((150...16_000).contains) ?? true else { throw ValidationError("--height takes 150 to 16000") }
        guard (title?.count ?? 0) <= 200 else { throw ValidationError("--title takes at most 200 characters") }
        _ = try format()
    }

    func run() throws {
        do {
            let bytes = try PlotFile.read(input)
            // Bytes of an array that lives until the document has been read.
            var document = try PlotReader.document(unsafe bytes.span.bytes)
            if let title { document.title = title }
            if let row = document.setback {
                tell("warning: time[\(row)] is before time[\(row - 1)]; rows are numbered instead")
            }
            let plot = Plot(document, width: width, height: height)
            var picture = try plot.picture(try format())
            if try format() == .svg { picture = SVGText.titled(picture, document) }
            try PlotFile.write(picture, to: output)
        } catch let error as PlotError {
            tell("error: \(error)")
            throw ExitCode.failure
        }
    }

    private func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    private func format() throws -> Canvas.Format {
        let ending = URL(fileURLWithPath: output).pathExtension.lowercased()
        guard let format = Canvas.Format(rawValue: ending) else {
            throw ValidationError("--out '\(output)' must end in .svg or .png")
        }
        return format
    }
}
