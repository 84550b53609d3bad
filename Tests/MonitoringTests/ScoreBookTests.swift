import Testing

@testable import Monitoring

@Suite("Scores")
struct ScoreBookTests {
    private func scores(_ keys: [KeyScore], binding: String = "b") -> BindingScores {
        BindingScores(
            binding: binding,
            model: "m",
            threshold: 0.5,
            offThreshold: 0.4,
            keysTotal: keys.count,
            keys: keys
        )
    }

    private func key(_ name: String, _ score: Double?, isAnomalous: Bool = false) -> KeyScore {
        KeyScore(key: Array("[\"\(name)\"]".utf8), score: score, isAnomalous: isAnomalous)
    }

    @Test("[metrics-9] are kept by the second with the spans of anomalies")
    func spansOfAnomalies() throws {
        var book = ScoreBook()
        for (second, isAnomalous) in [false, true, true, false, true].enumerated() {
            book.record([scores([key("k", second == 3 ? nil : Double(second), isAnomalous: isAnomalous)])], at: second)
        }
        let found = try #require(book.excerpt("b")?.bindings.first?.keys.first)
        #expect(found.key == ["k"])
        #expect(found.scores == [0, 1, 2, nil, 4])
        #expect(found.anomalous == [[1, 2], [4, 4]])
        #expect(book.excerpt("other") == nil)
    }

    @Test("[metrics-9] have a few lanes; a key with an anomaly gets that of one without")
    func anomaliesComeFirst() throws {
        var book = ScoreBook()
        book.record([scores((0..<40).map { key("quiet\($0)", 0.1) })], at: 1)
        #expect(try #require(book.excerpt("b")).bindings[0].keys.count == ScoreBook.mostKeys)
        book.record([scores([key("loud", 0.9, isAnomalous: true), key("late", 0.2)])], at: 2)
        let keys = try #require(book.excerpt("b")).bindings[0].keys
        #expect(keys.count == ScoreBook.mostKeys)
        #expect(keys.first?.key == ["loud"])
        #expect(!keys.contains { $0.key == ["late"] })
    }

    @Test("are forgotten with their binding")
    func bindingLeaves() throws {
        var book = ScoreBook()
        book.record([scores([key("k", 1)]), scores([key("k", 2)], binding: "c")], at: 1)
        book.record([scores([key("k", 1)])], at: 2)
        #expect(book.excerpt()?.bindings.map(\.binding) == ["b"])
    }
}
