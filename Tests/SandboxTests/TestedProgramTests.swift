import Foundation
import Support
import Testing

@Suite("Programs that tests start")
struct TestedProgramTests {
    @Test("may end before they have read their input")
    func unread() async throws {
        let input = String(repeating: "x", count: 1 << 20)
        #expect(try await Command(["sh", "-c", "exit 7"], input: input).run().code == 7)
        #expect(try await Command(["wc", "-c"], input: input).run().output.contains("1048576"))
    }

    @Test("inherit no file that the tests have open: it would hold its room on a disk after it is removed")
    func nothingInherited() async throws {
        let folder = try TemporaryFolder()
        let file = try FileHandle(forWritingTo: URL(filePath: folder.write("", to: "open")))
        let listed = try await Command(["ls", "-l", "/proc/self/fd"]).run()
        #expect(listed.code == 0 && listed.output.contains("/proc/"))
        #expect(!listed.output.contains(folder.path), "\(listed.output)")
        try file.close()
    }
}
