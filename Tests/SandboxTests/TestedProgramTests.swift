import Foundation
import Support
import Testing

@Suite("Programs that tests start")
struct TestedProgramTests {
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
