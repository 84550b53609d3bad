import Foundation
import Glibc
import Support
import Testing

@testable import Sandbox

@Suite("A program under a guard")
struct GuardedProcessTests {
    private static func start(_ script: String, _ arguments: String..., folder: String = "/") throws -> GuardedProcess {
        try GuardedProcess(
            ChildProgram(
                executable: "/bin/sh",
                arguments: ["-c", script] + arguments,
                environment: ["PATH": "/usr/bin:/bin"]
            ),
            folder: folder
        )
    }

    /// All that it reports and writes, until a report satisfies a condition.
    private static func follow(
        _ process: GuardedProcess,
        until isLast: (GuardedProcess.Report) -> Bool = { $0 == .gone }
    ) throws -> (reports: [GuardedProcess.Report], output: String) {
        let line = try WakeLine()
        var reports: [GuardedProcess.Report] = []
        var output: [UInt8] = []
        while !reports.contains(where: isLast) {
            line.wait(for: [process], atMost: .seconds(20))
            output += process.written(atMost: 1 << 16)
            let new = process.reports()
            reports += new
        }
        while case let more = process.written(atMost: 1 << 16), !more.isEmpty { output += more }
        return (reports, String(decoding: output, as: UTF8.self))
    }

    @Test(
        "[local-40] tells how it began and ended, and what it said on both its outputs",
        arguments: [
            ("echo out; echo err >&2; exit 7", ChildEnding.Cause.exited(7), "out\nerr\n"),
            ("kill -TERM $$", .signal(SIGTERM), ""),
            ("cat; pwd", .exited(0), "/usr\n"),
        ]
    )
    func course(script: String, cause: ChildEnding.Cause, output: String) throws {
        let process = try Self.start(script, folder: "/usr")
        let followed = try Self.follow(process)
        guard case .started(let identifier)? = followed.reports.first else {
            Issue.record("\(followed.reports)")
            return
        }
        #expect(identifier != process.guardIdentifier)
        #expect(followed.reports.dropFirst() == [.ended(cause), .gone])
        #expect(followed.output == output)
    }

    @Test("[local-40] starts once its file is let go of by whoever has just written it")
    func busy() throws {
        let folder = try TemporaryFolder()
        let script = try BusyScript(in: folder)
        let process = try GuardedProcess(
            ChildProgram(executable: script.path, arguments: [], environment: [:]),
            folder: "/"
        )
        #expect(try Self.follow(process).reports.dropFirst() == [.ended(.exited(7)), .gone])
    }

    @Test(
        "[build-33] is waited for to its end, with all that it has started",
        arguments: [
            ("echo a; sleep 1000 & echo $!; exit 7", 180.0, ChildEnding.Cause.exited(7)),
            ("kill -TERM $$", 180, .signal(SIGTERM)),
            ("sleep 1000 & echo a; echo $!; wait", 0.5, .timedOut),
            ("setsid sleep 1000 & echo a; echo $!; yes", 180, .flooded),
        ]
    )
    func waiting(script: String, limit: Double, cause: ChildEnding.Cause) throws {
        var output: [UInt8] = []
        let process = try Self.start(script)
        #expect(try process.wait(limit: .seconds(limit), outputLimit: 10_000) { output += $0 } == cause)
        #expect(output.count <= 10_000 && (output.count == 10_000) == (cause == .flooded))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        guard lines.count > 1, let child = Int32(lines[1]) else { return }
        #expect(kill(child, 0) != 0)
    }

    @Test("[build-33] is ended when it is not wanted any more, and tells why it does not start")
    func unwanted() throws {
        let process = try Self.start("sleep 1000")
        #expect(try process.wait(limit: .seconds(180), outputLimit: 10, isCancelled: { true }) { _ in } == .cancelled)
        let none = try GuardedProcess(ChildProgram(executable: "/none", arguments: [], environment: [:]), folder: "/")
        #expect(throws: SandboxError("/none does not start: No such file or directory")) {
            try none.wait(limit: .seconds(180), outputLimit: 10) { _ in }
        }
    }

    @Test("[retrain-20] reads a file of its folder as its standard input, and does not start without it")
    func input() throws {
        let folder = try TemporaryFolder()
        try folder.write("read me", to: "input")
        let cat = ChildProgram(executable: "/bin/cat", arguments: [], environment: [:])
        #expect(try Self.follow(try GuardedProcess(cat, folder: folder.path, input: "input")).output == "read me")
        let none = try GuardedProcess(cat, folder: folder.path, input: "none")
        #expect(
            try Self.follow(none).reports == [.refused("/bin/cat does not start: No such file or directory"), .gone]
        )
    }

    @Test("[local-40] tells what does not start", arguments: ["/none/program", "/usr"])
    func refused(path: String) throws {
        let process = try GuardedProcess(
            ChildProgram(executable: path, arguments: [], environment: [:]),
            folder: "/"
        )
        let reason = path == "/usr" ? "Permission denied" : "No such file or directory"
        let reports = try Self.follow(process).reports
        #expect(reports == [.refused("\(path) does not start: \(reason)"), .gone], "\(reports)")
    }

    @Test("[local-40] has no signal blocked or ignored, and no descriptor beside its streams")
    func surroundings() throws {
        let leaked = unsafe open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        let process = try Self.start("ls /proc/self/fd; grep -E '^Sig(Blk|Ign)' /proc/self/status")
        let words = try Self.follow(process).output.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words.prefix(4) == ["0", "1", "2", "3"])
        #expect(words.suffix(3).compactMap { UInt64($0, radix: 16) }.allSatisfy { $0 & 0x7FFF_FFFF == 0 }, "\(words)")
    }

    @Test("[local-41] goes on with what it has left behind, until that is killed, daemons included")
    func remains() throws {
        let fifo = try Fifo()
        let process = try Self.start(
            "exec 9>\"$0\"; setsid sh -c 'trap \"\" TERM; sleep 1000 & wait' & sleep 1000 & echo left >&9; exit 0",
            fifo.path
        )
        let followed = try Self.follow(process) { if case .ended = $0 { true } else { false } }
        #expect(followed.reports.last == .ended(.exited(0)))
        #expect(fifo.await() == "left\n")
        process.signal(SIGKILL)
        #expect(try Self.follow(process).reports == [.gone])
        #expect(fifo.isForsaken())
    }

    @Test("[local-41] passes a signal on to all of the group")
    func signal() throws {
        let fifo = try Fifo()
        let process = try Self.start("exec 9>\"$0\"; sleep 1000 & echo ready >&9; wait; exit 3", fifo.path)
        #expect(fifo.await() == "ready\n")
        process.signal(SIGTERM)
        #expect(try Self.follow(process).reports.suffix(2) == [.ended(.signal(SIGTERM)), .gone])
        #expect(fifo.isForsaken())
    }

    @Test("[local-41] is killed with all that it has started when nobody holds it any more")
    func dropped() throws {
        let fifo = try Fifo()
        do {
            let process = try Self.start(
                "exec 9>\"$0\"; trap '' TERM; setsid sleep 1000 & echo ready >&9; wait",
                fifo.path
            )
            #expect(fifo.await() == "ready\n")
            _ = process.guardIdentifier
        }
        #expect(fifo.isForsaken())
    }

    @Test("[local-42] is gone where its guard is killed; its session is found and ended")
    func lost() throws {
        let fifo = try Fifo()
        let process = try Self.start("exec 9>\"$0\"; sh -c 'echo ready >&9; exec sleep 1000'", fifo.path)
        #expect(fifo.await() == "ready\n")
        let identity = try #require(ProcessIdentity(of: process.guardIdentifier))
        kill(process.guardIdentifier, SIGKILL)
        #expect(try Self.follow(process).reports.last == .gone)
        #expect(identity.endSession() > 0)
        #expect(fifo.isForsaken())
        #expect(identity.endSession() == 0)
        #expect(!identity.isThere)
    }

    @Test("[local-42] of another time is not taken for this one")
    func identity() throws {
        let own = try #require(ProcessIdentity.current)
        #expect(own.isThere)
        #expect(ProcessIdentity(of: 1) != own)
        let json = #"{"identifier":\#(own.identifier),"began":\#(own.began + 1),"boot":"\#(own.boot)"}"#
        let other = try JSONDecoder().decode(ProcessIdentity.self, from: Data(json.utf8))
        #expect(!other.isThere)
        #expect(!other.signal(0))
        #expect(other.endSession() == 0)
    }
}
