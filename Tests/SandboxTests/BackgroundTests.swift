import Glibc
import Support
import Testing

@testable import Sandbox

@Suite("A process in the background")
struct BackgroundTests {
    /// Lets the program do a deed in the background; returns what it says.
    private static func said(_ deed: String, _ argument: String = "", parent: Int32 = getpid()) throws -> String {
        var child = try ChildProcess(
            ChildProgram(
                executable: try Project.program("confined-program"),
                arguments: ["background", String(parent), deed, argument],
                environment: ["SWIFT_BACKTRACE": "enable=no"]
            )
        )
        let ending = child.wait(limit: .seconds(60), outputLimit: 1000)
        return ending.cause == .exited(0)
            ? String(decoding: ending.output, as: UTF8.self) : "\(ending.cause): \(ending.errors)"
    }

    @Test("[retrain-60] comes last where others want processors")
    func rank() throws {
        // SCHED_IDLE is 5.
        #expect(try Self.said("rank") == "nice 19, scheduler 5\n")
    }

    @Test("[retrain-60] has the memory that it may take, and no more")
    func memory() throws {
        #expect(try Self.said("memory", "\(128 << 20)") == "done\n")
        #expect(try Self.said("memory", "\(512 << 20)") == "Cannot allocate memory\n")
    }

    @Test("[retrain-60] may write files and start threads, as work does")
    func work() throws {
        let folder = try TemporaryFolder()
        #expect(try Self.said("write", folder.write("x", to: "file")) == "done\n")
        #expect(try Self.said("thread") == "done\n")
    }

    @Test("[retrain-60] ends with its parent")
    func orphan() async throws {
        let fifo = try Fifo()
        let parent = try Running([try Project.program("confined-program"), "open", "keep", fifo.path])
        #expect(fifo.await() == "ready\n")
        parent.signal(SIGKILL)
        #expect(fifo.isForsaken())
        _ = try await parent.finish()
    }

    @Test("[retrain-60] does nothing for a parent that has ended before")
    func late() throws {
        #expect(try Self.said("rank", parent: 1).contains("process 1, for which this was done, has ended"))
    }
}
