import ArgumentParser
import Sandbox

/// What `marram run` says to a training that it starts; not for people.
struct BackgroundOptions: ParsableArguments {
    @Option(help: .hidden)
    var memory: Int?

    @Option(help: .hidden)
    var parent: Int32?

    func validate() throws {
        guard (memory == nil) == (parent == nil) else { throw ValidationError("--memory goes with --parent") }
    }

    /// Steps back behind all other processes, where that is asked for.
    func apply() throws(SandboxError) {
        guard let memory, let parent else { return }
        try Background(memoryBytes: memory).apply(parent: parent)
    }
}
