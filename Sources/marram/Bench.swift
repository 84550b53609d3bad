import ArgumentParser
import Edge
import Foundation
import Inference
import Tensors

/// `marram bench`: measures a model on this machine.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a model on this machine: latency, batches, threads, memory.",
        discussion: """
            An ONNX file, a folder with model.onnx, or the name of a configured model:
              marram bench models/iris
              marram bench model.onnx --rows 1,8,64 --threads 1,2 --json
            The model gets made-up numbers, unless it is given others:
              marram bench model.onnx --input X=5.1,3.5,1.4,0.2
            The last line says what a node would choose by these figures. Measure while the machine does nothing else.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: ArgumentHelp("An ONNX file, a folder with model.onnx, or a configured model's name."))
    var model: String

    @Option(
        help: ArgumentHelp("Rows in one run (default: 1, 2, 4 … as far as a node would try).", valueName: "numbers"),
        transform: { try numbers($0, "--rows", 1...65_536) }
    )
    var rows: [Int]?

    @Option(
        help: ArgumentHelp("Threads in one run (default: 1, 2, 4 … up to the processors).", valueName: "numbers"),
        transform: { try numbers($0, "--threads", 1...256) }
    )
    var threads: [Int]?

    @Option(help: ArgumentHelp("Time for each of latency, batches and numbers of threads.", valueName: "seconds"))
    var seconds: Double = 2

    @Option(
        help: ArgumentHelp("An input, as with 'marram infer'; repeat it for every input.", valueName: "name=numbers"),
        transform: InputArgument.init(parsing:)
    )
    var input: [InputArgument] = []

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0.01...3600).contains(seconds) else { throw ValidationError("--seconds takes 0.01 to 3600") }
    }

    func run() throws {
        try Complaint.telling {
            let (path, settings) = try find()
            let plan = ModelBench.Plan(
                rows: rows,
                threads: threads,
                time: .milliseconds(Int((seconds * 1000).rounded()))
            )
            let bench = ModelBench(name: model, path: path, runtime: try Runtime.load(settings), plan: plan)
            let report = try bench.run { model in try input.map { try $0.tensor(for: model.inputs) } }
            print(json ? try report.json() : BenchTable.text(report))
        }
    }

    /// The path, and the configuration where it was needed to find it.
    private func find() throws -> (String, Settings?) {
        if FileManager.default.fileExists(atPath: model) { return (model, nil) }
        let settings = try options.load().settings
        if let known = settings.models.first(where: { $0.name.description == model }) { return (known.path, settings) }
        let names = settings.models.map(\.name.description).joined(separator: ", ")
        throw ValidationError(
            "there is no file or folder \(model), and no configured model of that name "
                + (names.isEmpty ? "(none is configured)" : "(configured: \(names))")
        )
    }

    private static func numbers(_ text: String, _ option: String, _ range: ClosedRange<Int>) throws -> [Int] {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let valid = numbers.compactMap { $0 }.filter(range.contains)
        guard valid.count == numbers.count else {
            throw ValidationError(
                "\(option) '\(text)': expected whole numbers from \(range.lowerBound) to \(range.upperBound), "
                    + "such as 1,8,64"
            )
        }
        return Set(valid).sorted()
    }
}
