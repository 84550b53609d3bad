import ArgumentParser
import CCairo

/// The program that draws.
@main
struct MarramPlot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marram-plot",
        abstract: "Draws series and scores as SVG or PNG."
    )

    func run() throws {
        print(unsafe String(cString: cairo_version_string()))
    }
}
