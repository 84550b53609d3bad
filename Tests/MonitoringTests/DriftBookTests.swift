import Testing

@testable import Monitoring

@Suite("Statistics of drift over time")
struct DriftBookTests {
    private func statistic(_ value: Double, name: String = "psi", probability: Double? = nil) -> DriftFeature.Statistic
    {
        DriftFeature.Statistic(name: name, value: value, warning: 0.1, drift: 0.25, probability: probability)
    }

    private func note(_ value: Double, at place: Int = 0, isRaised: Bool = false, in book: inout DriftBook) {
        book.note(
            [statistic(value)],
            at: place,
            feature: "f\(place)",
            scope: "input",
            isRaised: isRaised,
            second: Int(value)
        )
    }

    @Test("[metrics-13] the latest evaluations are kept, with their times and limits")
    func bounded() throws {
        var book = DriftBook()
        for value in 1...200 { note(Double(value), in: &book) }
        let lane = try #require(book[0])
        #expect(lane.times == Array(81...200) && lane.latest == [statistic(200)])
        #expect(lane.lines.map(\.name) == ["psi"] && lane.lines[0].values == (81...200).map { Float($0) })
        #expect(lane.lines[0].warning == 0.1 && lane.lines[0].drift == 0.25 && lane.lines[0].probabilities.isEmpty)
    }

    @Test("[metrics-13] a statistic that comes later, or stays away, has gaps")
    func gaps() throws {
        var book = DriftBook()
        let rounds = [[statistic(1)], [statistic(2), statistic(3, name: "ks", probability: 0.5)], [statistic(4)]]
        for (second, statistics) in rounds.enumerated() {
            book.note(statistics, at: 0, feature: "x", scope: "input", isRaised: false, second: second)
        }
        let found = try #require(DriftExcerpt([section(book)]).bindings.first?.features.first)
        #expect(found.times == [0, 1, 2] && found.statistics.map(\.values) == [[1, 2, 4], [nil, 3, nil]])
        #expect(found.statistics.map(\.probabilities) == [nil, [nil, 0.5, nil]])
    }

    @Test("[metrics-13] a few features are kept; one whose alarm is raised gets the place of one without")
    func raised() {
        var book = DriftBook()
        for place in 0..<100 { note(1, at: place, in: &book) }
        #expect(book.features.map(\.feature) == (0..<64).map { "f\($0)" })
        note(2, at: 70, isRaised: true, in: &book)
        #expect(book.features.count == 64 && book[70]?.times == [2])
        note(2, at: 71, in: &book)
        #expect(book[71] == nil)
    }

    @Test("[metrics-13] the statistic that is furthest towards its limit leads")
    func leading() throws {
        var book = DriftBook()
        let far = DriftFeature.Statistic(name: "ks", value: 0.3, warning: 0.1, drift: 0.2, probability: 0.01)
        book.note([statistic(0.3), far], at: 0, feature: "x", scope: "input", isRaised: true, second: 1)
        #expect(DriftExcerpt([section(book)]).bindings[0].features[0].leading == "ks")
        #expect(DriftExcerpt([section(book)], feature: "y").bindings[0].features.isEmpty)
    }

    private func section(_ book: DriftBook) -> DriftSection {
        var section = DriftSection(binding: "b", model: "m")
        section.history = book
        return section
    }
}
