import Foundation
import Glibc
import Support
import Testing

/// A project whose components the built `gg` runs on this machine.
private struct LocalProject {
    let folder: TemporaryFolder
    let program: String

    /// Makes a project of components, each with a handle, keys of its own and a lifecycle.
    init(_ components: String) throws {
        folder = try TemporaryFolder()
        program = try Project.program("gg")
        try FileManager.default.createDirectory(atPath: folder.path + "/app", withIntermediateDirectories: true)
        try folder.write("#!/bin/sh\necho from the artifact\n", to: "app/hello.sh")
        try folder.write("custom-components:\n" + components, to: "gg-config.yml")
        guard unsafe mkfifo(fifo, 0o600) == 0 else { throw SupportError("no fifo: errno \(errno)") }
    }

    var fifo: String { folder.path + "/fifo" }
    var root: String { folder.path + "/build/local" }

    /// One component.
    static func component(_ handle: String, _ lifecycle: String, needs: [String: String] = [:], more: String = "")
        -> String
    {
        var text = "  \(handle):\n    component-name: test.\(handle)\n    root: app\n"
        if !needs.isEmpty { text += "    ComponentDependencies:\n" }
        for (name, type) in needs {
            text += "      \(name): {VersionRequirement: '>=0.0.0', DependencyType: \(type)}\n"
        }
        return text + more + "    Lifecycle: \(lifecycle)\n"
    }

    func start(_ arguments: String...) throws -> Running {
        try Running([program, "local"] + arguments, environment: ["CI": "1"], folder: folder.url)
    }

    func run(_ arguments: String...) async throws -> Command.Result {
        try await Command([program, "local"] + arguments, environment: ["CI": "1"], folder: folder.url).run()
    }

    func log(_ handle: String) -> String {
        (try? String(contentsOfFile: "\(root)/logs/test.\(handle).log", encoding: .utf8)) ?? ""
    }

    func status() async throws -> [String: Any] {
        let result = try await run("status", "--json")
        return try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any] ?? [:]
    }

    /// Processes of sessions, or guards, that the state names.
    func guards() async throws -> [Int32] {
        let components = try await status()["components"] as? [[String: Any]] ?? []
        let guards = components.flatMap { $0["guards"] as? [[String: Any]] ?? [] }
        return guards.compactMap { ($0["identifier"] as? NSNumber)?.int32Value }
    }
}

/// Reads a pipe with a name whose writers tell when they are all gone.
private final class Writers: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SupportError("no fifo: errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// True once something was written; false after two minutes.
    func haveSpoken() -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&watched, 1, 120_000) == 1 else { return false }
        var bytes = [UInt8](repeating: 0, count: 100)
        return unsafe read(descriptor, &bytes, bytes.count) > 0
    }

    /// True once nobody can write any more; false after two minutes.
    func areGone() -> Bool {
        var watched = pollfd(fd: descriptor, events: 0, revents: 0)
        return unsafe poll(&watched, 1, 120_000) == 1 && watched.revents & Int16(POLLHUP) != 0
    }
}

@Suite("gg local")
struct GGLocalTests {
    private static func component(
        _ handle: String,
        _ lifecycle: String,
        needs: [String: String] = [:],
        more: String = ""
    ) -> String {
        LocalProject.component(handle, lifecycle, needs: needs, more: more)
    }

    @Test(
        "[local-1] [local-2] [local-21] runs components with their files, variables and order until it is told to stop"
    )
    func course() async throws {
        let archive = """
                ComponentConfiguration: {DefaultConfiguration: {word: spoken, list: [1, "two"]}}
                Artifacts:
                  - {URI: "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip", Unarchive: ZIP, Permission: {Read: ALL, Execute: ALL}}

            """
        let project = try LocalProject(
            Self.component(
                "second",
                "{Run: 'echo {test.first:configuration:/word} {test.first:nothing:x} $AWS_IOT_THING_NAME; exec sleep 1000'}",
                needs: ["test.first": "HARD", "aws.greengrass.Nucleus": "SOFT"]
            )
                + Self.component(
                    "first",
                    """
                    {Setenv: {WORD: '{configuration:/word}'}, Install: 'echo {configuration:/list/1}', \
                    Run: '{artifacts:decompressedPath}/app/hello.sh; echo $WORD; pwd; exec sleep 1000'}
                    """,
                    more: archive
                )
        )
        let running = try project.start("up", "--thing", "dune")
        try await running.waitForOutput("both run") { $0.contains("second: RUNNING") }
        #expect(running.lines.filter { $0.contains("RUNNING") } == ["first: RUNNING", "second: RUNNING"])
        try await running.waitForErrors("what stands for nothing") { $0.contains("{test.first:nothing:x}") }
        // They run, and have yet to say what they say.
        for (handle, word) in [("first", "work/test.first"), ("second", "dune")] {
            let follower = try project.start("logs", handle, "-f", "-n", "100")
            try await follower.waitForOutput("what \(handle) says") { $0.contains(word) }
            follower.signal(SIGTERM)
            try await follower.finish()
        }
        running.signal(SIGTERM)
        let result = try await running.finish()
        #expect(result.code == 0)
        let stops = result.output.split(separator: "\n").filter { $0.contains("STOPPING") }
        #expect(stops == ["second: STOPPING", "first: STOPPING"])
        let folder = [project.root, "work", "test.first"].joined(separator: "/")
        #expect(project.log("first").hasPrefix("two\nfrom the artifact\nspoken\n\(folder)\n"))
        #expect(project.log("second") == "spoken {test.first:nothing:x} dune\n")
        var found = stat()
        let file = "\(project.root)/packages/artifacts-unarchived/test.first/0.0.0/app/hello.sh"
        #expect(unsafe stat(file, &found) == 0 && found.st_mode & 0o777 == 0o555)
        let after = try await project.run("status")
        #expect(after.output == "nothing runs in \(project.root)\n")
    }

    @Test("[local-31] [local-32] in the background, one at a time; down ends all that was started, daemons included")
    func background() async throws {
        let project = try LocalProject(
            Self.component("a", "{Run: 'exec 9>../../../../fifo; setsid sleep 1000 & sleep 1000 & echo x >&9; wait'}")
                + Self.component("b", "{Run: 'exit 0'}", needs: ["test.a": "SOFT"])
        )
        let writers = try Writers(project.fifo)
        let up = try await project.run("up", "--detach", "--json")
        #expect(up.code == 0, "\(up.errors)")
        #expect(writers.haveSpoken())
        let second = try await project.run("up")
        #expect(second.code == 65)
        #expect(second.errors.contains("components are running already"))
        #expect(try await project.status()["running"] as? Bool == true)
        let some = try await project.run("down", "a")
        #expect(some.output == "a has ended\n", "\(some.errors)")
        #expect(writers.areGone())
        let down = try await project.run("down")
        #expect(down.code == 0)
        #expect(try await project.status()["running"] as? Bool == false)
        #expect(try await project.run("down").output == "nothing runs in \(project.root)\n")
    }

    @Test("[local-24] [local-31] says with its exit code that a component was given up, and why")
    func broken() async throws {
        let project = try LocalProject(
            Self.component("bad", "{Run: 'echo tried; exit 3'}")
                + Self.component("needy", "{Run: 'exec sleep 1000'}", needs: ["test.bad": "HARD"])
                + Self.component("fine", "{Run: 'exec sleep 1000'}", needs: ["test.bad": "SOFT"])
        )
        let up = try await project.run("up", "--detach", "--backoff", "0")
        #expect(up.code == 70)
        #expect(up.output.contains("3 failures within an hour"))
        let lines = up.output.split(separator: "\n").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        #expect(Set(lines.dropFirst()) == ["bad 0.0.0 BROKEN", "needy 0.0.0 INSTALLED", "fine 0.0.0 RUNNING"])
        #expect(project.log("bad") == "tried\ntried\ntried\n")
        let logs = try await project.run("logs", "bad", "-n", "2")
        #expect(logs.output == "tried\ntried\n")
        #expect(try await project.run("down").code == 0)
    }

    @Test("[local-25] [local-26] ends a step that hangs, and one that ignores SIGTERM")
    func hangs() async throws {
        let project = try LocalProject(
            Self.component("slow", "{Install: {Script: 'sleep 1000', Timeout: 1}}")
                + Self.component("deaf", "{Run: \"trap '' TERM; echo ready; while :; do sleep 1000; done\"}")
        )
        let running = try project.start("up", "--stop-timeout", "0.2", "--backoff", "0")
        try await running.waitForOutput("slow is given up") { $0.contains("slow: BROKEN") }
        running.signal(SIGINT)
        let result = try await running.finish()
        #expect(result.output.contains("slow: ERRORED (install took longer than 1 s)"))
        #expect(result.output.contains("deaf: STOPPING (it did not end when asked to, and is killed)"))
        #expect(result.code == 70)
    }

    @Test(
        "[local-33] leaves nothing running when it is killed, and nothing that down does not end when its guards are too",
        arguments: [false, true]
    )
    func killed(withGuards: Bool) async throws {
        let daemon = withGuards ? "sleep" : "setsid sleep"
        let project = try LocalProject(
            Self.component("a", "{Run: 'exec 9>../../../../fifo; \(daemon) 1000 & sleep 1000 & echo x >&9; wait'}")
        )
        let writers = try Writers(project.fifo)
        let running = try project.start("up")
        #expect(writers.haveSpoken())
        try await running.waitForOutput("it runs") { $0.contains("a: RUNNING") }
        let guards = try await project.guards()
        #expect(guards.count == 1)
        running.signal(SIGSTOP)
        if withGuards { for process in guards { kill(process, SIGKILL) } }
        running.signal(SIGKILL)
        try await running.finish()
        // Where it was not quick enough to stop, it has ended by itself what its guard left.
        if withGuards { #expect(try await project.run("down").code == 0) }
        #expect(writers.areGone())
    }

    @Test(
        "[local-3] [local-5] refuses what cannot run, and says how to mend it",
        arguments: [
            ("{Run: 'exit 0'}", ["test.none": "HARD"], "", "depends on test.none by HARD, which is not here"),
            (
                "{Run: 'exit 0'}", [:],
                "    Artifacts: [{URI: 's3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/none.bin'}]\n",
                "the artifact none.bin"
            ),
            ("{Run: 'exit 0'}", ["test.a": "SOFT"], "", "circle"),
        ]
    )
    func refused(lifecycle: String, needs: [String: String], more: String, message: String) async throws {
        let project = try LocalProject(Self.component("a", lifecycle, needs: needs, more: more))
        for options in [["up"], ["up", "--detach"]] {
            let up = try await Command([project.program, "local"] + options, folder: project.folder.url).run()
            #expect(up.code == 65)
            #expect(up.errors.contains(message) || up.errors.contains("itself"), "\(up.errors)")
        }
    }

    @Test("[local-34] keeps logs within bounds")
    func flood() async throws {
        let project = try LocalProject(
            Self.component(
                "a",
                "{Run: 'yes 0123456789012345678901234567890123456789 | head -c 25000000; echo; echo last'}"
            )
        )
        let running = try project.start("up")
        try await running.waitForOutput("it has finished") { $0.contains("a: FINISHED") }
        running.signal(SIGTERM)
        try await running.finish()
        for name in ["log", "log.1"] {
            let size = try FileManager.default.attributesOfItem(atPath: "\(project.root)/logs/test.a.\(name)")[.size]
            #expect((size as? NSNumber)?.intValue ?? .max <= 10 << 20)
        }
        #expect(try await project.run("logs", "a", "-n", "1").output == "last\n")
    }
}
