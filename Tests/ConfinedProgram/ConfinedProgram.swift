import Glibc
import Sandbox

/// Does one thing that a confined process should not be able to do, and prints what came of it.
///
///     confined-program (open | confined PARENT | background PARENT) DEED ARGUMENT
@main
enum ConfinedProgram {
    static func main() throws {
        var words = CommandLine.arguments.dropFirst()
        let mode = words.popFirst()
        let parent = mode != "open" ? words.popFirst().flatMap { Int32($0) } ?? 0 : 0
        let deed = words.popFirst() ?? ""
        let argument = words.popFirst() ?? ""
        // What a process has opened before stays its own.
        let held = deed == "hold" ? unsafe open(argument, O_WRONLY) : -1
        if mode == "background" { try Background(memoryBytes: 256 << 20).apply(parent: parent) }
        if mode == "confined" {
            let confinement = Confinement(memoryBytes: 256 << 20, processorSeconds: 1)
            guard try confinement.apply(parent: parent) else { return say("no filters") }
        }
        try perform(deed, argument, held)
    }

    private static func perform(_ deed: String, _ argument: String, _ held: Int32) throws {
        switch deed {
        case "connect": say(Deeds.connect(port: UInt16(argument) ?? 0))
        case "pair": say(Deeds.pair())
        case "write": say(Deeds.write(argument))
        case "remove": say(Deeds.outcome(unsafe unlink(argument)))
        case "signal": say(Deeds.outcome(kill(Int32(argument) ?? 0, 0)))
        case "thread": say(Deeds.thread())
        case "fork": say(Deeds.fork())
        case "limit": say(Deeds.limit())
        case "stay": say(Deeds.outcome(Deeds.stay()))
        case "start": say(Deeds.start(argument))
        case "rank":
            say("nice \(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)), scheduler \(sched_getscheduler(0))")
        case "keep":
            // The same as "parent", in the background.
            var child = try ChildProcess(
                ChildProgram(
                    executable: "/proc/self/exe",
                    arguments: ["background", String(getpid()), "hold", argument],
                    environment: [:]
                )
            )
            say("\(child.wait(limit: .seconds(600), outputLimit: 1000).cause)")
        case "memory": say(Deeds.memory(Int(argument) ?? 0))
        case "abort": abort()
        case "spin": while true { _ = getpid() }
        case "hold":
            _ = unsafe write(held, "ready\n", 6)
            while true { pause() }
        case "parent":
            // Starts the one that holds, as a child that ends with this process.
            var child = try ChildProcess(
                ChildProgram(
                    executable: "/proc/self/exe",
                    arguments: ["confined", String(getpid()), "hold", argument],
                    environment: [:]
                )
            )
            say("\(child.wait(limit: .seconds(600), outputLimit: 1000).cause)")
        default: say("unknown deed")
        }
    }

    private static func say(_ text: String) { print(text) }
}
