import ArgumentParser
import Edge
import Inference

/// `marram version`: prints versions.
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the versions of the program and of the library that runs models."
    )

    func run() throws {
        print("marram \(MarramVersion.current) (\(MarramVersion.architecture))")
        do {
            let runtime = try Runtime.load(nil)
            print("onnxruntime \(runtime.version) (\(runtime.path))")
        } catch {
            print("onnxruntime: none; \(error)")
        }
    }
}
