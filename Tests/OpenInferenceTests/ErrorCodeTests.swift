import OpenInference
import Testing

@Suite struct ErrorCodeTests {
    @Test("has the status of the contract")
    func statuses() {
        let table: [String: Int] = [
            "bad_json": 400, "bad_input": 400, "unknown_model": 404, "unknown_version": 404, "not_ready": 503,
            "too_large": 413, "overloaded": 503, "internal": 500,
        ]
        #expect(Dictionary(uniqueKeysWithValues: ErrorCode.allCases.map { ($0.rawValue, $0.status) }) == table)
    }

    @Test("has a title of its own")
    func titles() {
        #expect(Set(ErrorCode.allCases.map(\.title)).count == ErrorCode.allCases.count)
        #expect(ErrorCode.allCases.allSatisfy { !$0.title.isEmpty })
    }
}
