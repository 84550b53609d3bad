import Foundation
import Release
import Testing

@Suite("Work at once")
struct WorkersTests {
    @Test("comes back in the order of its inputs [build-39]", arguments: [1, 2, 7, 100])
    func order(limit: Int) throws {
        let inputs = Array(0..<50)
        #expect(try inParallel(inputs, limit: limit) { $0 * 2 } == inputs.map { $0 * 2 })
        #expect(try inParallel([Int](), limit: limit) { $0 } == [])
    }

    @Test("throws the first input's error [build-39]")
    func errors() {
        let error = #expect(throws: ReleaseError.self) {
            _ = try inParallel(Array(0..<10), limit: 1) { input throws(ReleaseError) in
                guard input < 3 else { throw ReleaseError(.command, "\(input)") }
            }
        }
        #expect(error?.message == "3")
    }
}
