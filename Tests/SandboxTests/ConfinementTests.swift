import Glibc
import Support
import Testing

@testable import Sandbox

@Suite("A confined process")
struct ConfinementTests {
    /// Lets the program do a deed, confined or not.
    private static func ending(_ deed: String, _ argument: String = "", isConfined: Bool) throws -> ChildEnding {
        var child = try ChildProcess(
            ChildProgram(
                executable: try Project.program("confined-program"),
                arguments: (isConfined ? ["confined", String(getpid())] : ["open"]) + [deed, argument],
                environment: ["SWIFT_BACKTRACE": "enable=no"]
            )
        )
        return child.wait(limit: .seconds(180), outputLimit: 1000)
    }

    private static func said(_ deed: String, _ argument: String = "", isConfined: Bool) throws -> String {
        let ending = try ending(deed, argument, isConfined: isConfined)
        return ending.cause == .exited(0)
            ? String(decoding: ending.output, as: UTF8.self) : "\(ending.cause): \(ending.errors)"
    }

    private static let refused = "Operation not permitted\n"

    @Test("[probe-5] has no network")
    func network() throws {
        let listener = try Listener()
        #expect(try Self.said("connect", "\(listener.port)", isConfined: false) == "done\n")
        #expect(try Self.said("connect", "\(listener.port)", isConfined: true) == Self.refused)
        #expect(try Self.said("pair", isConfined: false) == "done\n")
        #expect(try Self.said("pair", isConfined: true) == Self.refused)
    }

    @Test("[probe-5] changes no files")
    func files() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x", to: "file")
        for deed in ["write", "remove"] {
            #expect(try Self.said(deed, path, isConfined: true) == Self.refused)
            #expect(try Self.said(deed, path, isConfined: false) == "done\n")
        }
        #expect(try Self.said("write", folder.path + "/new", isConfined: true) == Self.refused)
    }

    @Test(
        "[probe-5] makes no processes, and has no say in its limits and its parent",
        arguments: ["fork", "limit", "stay"]
    )
    func ways(deed: String) throws {
        #expect(try Self.said(deed, isConfined: false) == "done\n")
        #expect(try Self.said(deed, isConfined: true) == Self.refused)
    }

    @Test("[probe-5] has threads, as libraries need them")
    func threads() throws { #expect(try Self.said("thread", isConfined: true) == "done\n") }

    @Test("[probe-5] neither signals other processes nor becomes another program, and can end itself")
    func processes() throws {
        #expect(try Self.said("signal", "\(getpid())", isConfined: false) == "done\n")
        #expect(try Self.said("signal", "\(getpid())", isConfined: true) == Self.refused)
        #expect(try Self.said("start", "/bin/true", isConfined: false) == "")
        #expect(try Self.said("start", "/bin/true", isConfined: true) == Self.refused)
        #expect(try Self.ending("abort", isConfined: true).cause == .signal(SIGABRT))
    }

    @Test("[probe-6] has the memory that it may take, and no more")
    func memory() throws {
        #expect(try Self.said("memory", "\(128 << 20)", isConfined: true) == "done\n")
        #expect(try Self.said("memory", "\(512 << 20)", isConfined: true) == "Cannot allocate memory\n")
        #expect(try Self.said("memory", "\(512 << 20)", isConfined: false) == "done\n")
    }

    @Test("[probe-6] has the processor time that it may use, and no more")
    func processor() throws {
        #expect(try Self.ending("spin", isConfined: true).cause == .signal(SIGXCPU))
    }

    @Test("[probe-7] ends with its parent")
    func orphan() async throws {
        let fifo = try Fifo()
        let parent = try Running([try Project.program("confined-program"), "open", "parent", fifo.path])
        #expect(fifo.await() == "ready\n")
        parent.signal(SIGKILL)
        #expect(fifo.isForsaken())
        _ = try await parent.finish()
    }

    @Test("[probe-7] does nothing for a parent that has ended before")
    func late() throws {
        var child = try ChildProcess(
            ChildProgram(
                executable: try Project.program("confined-program"),
                arguments: ["confined", "1", "pair", ""],
                environment: ["SWIFT_BACKTRACE": "enable=no"]
            )
        )
        let ending = child.wait(limit: .seconds(180), outputLimit: 1000)
        #expect(ending.cause != .exited(0))
        #expect(ending.errors.contains("process 1, for which this was done, has ended"))
    }
}
