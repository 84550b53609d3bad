import Foundation
import OpenInference
import Testing

@testable import Edge

@Suite("InputEvents")
struct InputEventsTests {
    @Test("sends one event a minute, with the number of those it stands for")
    func rate() throws {
        var events = InputEvents(node: try #require(Name("n1")))
        let start = ContinuousClock.now
        let error = InferError(.badJSON, "no JSON")
        func event(after seconds: Int) -> [UInt8]? {
            events.event(
                topic: "marram/v1/n1/infer/iris",
                error: error,
                now: start + .seconds(seconds),
                time: Date(timeIntervalSince1970: 0),
                id: UUID()
            )
        }
        let first = try #require(event(after: 0))
        let text = String(decoding: first, as: UTF8.self)
        #expect(text.contains(#""type":"io.marram.input.rejected.v1""#))
        #expect(text.contains(#""source":"/marram/n1""#))
        #expect(text.contains(#""time":"1970-01-01T00:00:00.000Z""#))
        #expect(text.contains(#""code":"bad_json""#))
        #expect(text.contains(#""count":1"#))
        #expect(event(after: 1) == nil)
        #expect(event(after: 59) == nil)
        let later = try #require(event(after: 60))
        #expect(String(decoding: later, as: UTF8.self).contains(#""count":3"#))
    }
}
