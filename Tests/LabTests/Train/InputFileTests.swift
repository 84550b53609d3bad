import Support
import Testing

@testable import Lab

@Suite struct InputFileTests {
    @Test("[train-3] a file larger than the limit is refused before it is read to its end; it may be as large as that")
    func limit() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("0123456789", to: "a.csv")
        #expect(try InputFile(path, limit: 10).bytes.count == 10)
        let error = #expect(throws: LabError.self) { try InputFile(path, limit: 9) }
        #expect(error?.message.contains("more than 9 bytes; split it") == true, "\(error?.message ?? "")")
        // It never ends.
        #expect(throws: LabError.self) { try InputFile("/dev/zero", limit: 5_000_000) }
    }
}
