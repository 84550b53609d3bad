import ArgumentParser
import Console
import Edge
import Glibc
import Inference
import Models
import Sandbox

/// `marram probe`: what `marram run` starts to try a new model out; not for people.
struct Probe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Try out the model of a bundle's folder, and print what came of it.",
        usage: "marram probe FOLDER --memory BYTES --cpu SECONDS --parent PROCESS [--library FILE]"
    )

    @Argument(help: "The folder of a verified bundle.")
    var folder: String

    @Option(help: "Bytes of memory that it may take.")
    var memory: Int

    @Option(help: "Seconds of processor time that it may take.")
    var cpu: Int

    @Option(help: "The process that has started it, and that it ends with.")
    var parent: Int32

    @Option(help: "The ONNX Runtime library.")
    var library: String?

    func run() throws {
        let line: [UInt8]
        do throws(SandboxError) {
            let isConfined = try Confinement(memoryBytes: memory, processorSeconds: cpu).apply(parent: parent)
            line = ModelProbe.line(folder: folder, isConfined: isConfined) { () throws(InferenceError) in
                try Runtime.load(library: library)
            }
        } catch {
            line = ModelProbe.line(refusing: UpdateError(.internal, error.message))
        }
        // What has been said holds: nothing of the model or its library is run once more on the way out.
        _exit(StandardStreams.write(line) ? 0 : 1)
    }
}
