import ArgumentParser
import Edge
import Inference
import OpenInference
import Tensors

/// `marram infer`: sends one request.
struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "infer",
        abstract: "Send one request and print the answer.",
        discussion: """
            Through the configured broker to a running node:
              marram infer iris --input X=5.1,3.5,1.4,0.2
            Or straight to a model file, without broker or node:
              marram infer --model model.onnx --input X=5.1,3.5,1.4,0.2
            Several rows are separated by semicolons: X=5.1,3.5,1.4,0.2;6.7,3.0,5.2,2.3
            Other shapes are given in brackets, other datatypes behind a colon:
              X[2,2,1]=1,2,3,4   N:INT64=1,2,3   ok:BOOL[2]=true,false   S:BYTES=red,green
            A model file knows its datatypes and needs no colon. Spaces around a value do not count,
            and a text has no commas and semicolons: send such a request with a client of MQTT.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The name of a model that the node serves.")
    var name: String?

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("An ONNX file, or a folder with model.onnx, to run here.", valueName: "path")
    )
    var path: String?

    @Option(
        help: ArgumentHelp("An input, see above; repeat it for every input.", valueName: "name=values"),
        transform: InputArgument.init(parsing:)
    )
    var input: [InputArgument]

    @Option(help: ArgumentHelp("Longest wait for an answer of a node.", valueName: "seconds"))
    var timeout: Int = 10

    func validate() throws {
        guard (name == nil) != (path == nil) else {
            throw ValidationError("give the name of a served model, or a file with --model; not both")
        }
        guard !input.isEmpty else { throw ValidationError("give the inputs: --input NAME=1,2,3") }
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 3600 seconds") }
    }

    func run() async throws {
        try await Complaint.telling {
            if let path { try runFile(path) } else if let name { try await ask(name) }
        }
    }

    private func runFile(_ path: String) throws {
        let runtime = try Runtime.load(nil)
        let session = try OnnxSession(runtime: runtime, path: path, options: SessionOptions())
        let inputs = try input.map { try $0.tensor(for: session.model.inputs) }
        let request = InferRequest(inputs: inputs)
        try SignatureCheck.check(request, inputs: session.model.inputs, outputs: session.model.outputs)
        var answer: [UInt8] = []
        let response = InferResponse(
            model: AnsweringModel(name: path, version: session.model.servedVersion),
            outputs: try session.run(inputs, outputs: [])
        )
        try response.encode(into: &answer)
        print(String(decoding: answer, as: UTF8.self))
    }

    private func ask(_ name: String) async throws {
        let settings = try options.load().settings
        let inputs = try input.map { try $0.tensor(for: []) }
        let answer = try await RequestClient(settings: settings).ask(
            model: name,
            inputs: inputs,
            timeout: .seconds(timeout)
        )
        print(answer.body)
        if answer.isError { throw ExitCode.failure }
    }
}
