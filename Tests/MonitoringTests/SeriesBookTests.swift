import Testing

@testable import Monitoring

@Suite("Series")
struct SeriesBookTests {
    @Test("[metrics-7] a point a second; seconds without a value are not known")
    func secondsWithoutValueAreNotKnown() throws {
        var book = SeriesBook()
        book.record(["a": 1], at: 1000)
        book.record(["b": 5], at: 1001)
        book.record(["a": 3, "b": .nan], at: 1004)
        let excerpt = try #require(book.excerpt(span: .quarter))
        #expect(excerpt.end == 1004)
        #expect(excerpt.step == 1)
        #expect(excerpt.series["a"] == [1, nil, nil, nil, 3])
        #expect(excerpt.series["b"] == [nil, 5, nil, nil, nil])
    }

    @Test("[metrics-7] keep 15 minutes by the second and forget what is older")
    func keepQuarter() throws {
        var book = SeriesBook()
        for second in 0..<1000 { book.record(["a": Double(second)], at: second) }
        let points = try #require(book.excerpt(["a"], span: .quarter)?.series["a"])
        #expect(points.count == 900)
        #expect(points.first == 100)
        #expect(points.last == 999)
    }

    @Test("[metrics-8] keep the mean of each minute that is over")
    func keepMinutes() throws {
        var book = SeriesBook()
        for second in 600..<780 { book.record(["a": second < 660 ? 2 : Double(second % 2)], at: second) }
        let excerpt = try #require(book.excerpt(["a"], span: .day))
        #expect(excerpt.step == 60)
        #expect(excerpt.end == 660)
        #expect(excerpt.series["a"] == [2, 0.5])
    }

    @Test("[metrics-8] keep a day of minutes, and know nothing of those in which nothing ran")
    func keepDay() throws {
        var book = SeriesBook()
        book.record(["a": 1], at: 0)
        book.record(["a": 7], at: 3 * 86_400)
        book.record(["a": 7], at: 3 * 86_400 + 60)
        let points = try #require(book.excerpt(["a"], span: .day)?.series["a"])
        #expect(points.count == 1440)
        #expect(points.last == 7)
        #expect(points.dropLast().allSatisfy { $0 == nil })
    }

    @Test("are bounded in number; names beyond are counted")
    func areBounded() {
        var book = SeriesBook(limit: 2)
        book.record(["a": 1, "b": 1], at: 1)
        book.record(["a": 1, "b": 1, "c": 1], at: 2)
        #expect(book.names == ["a", "b"])
        #expect(book.refused == 1)
        #expect(book.excerpt(["c"], span: .quarter) == nil)
    }

    @Test("a clock that is set back begins anew; by less than a minute it is waited for")
    func clockIsSetBack() throws {
        var book = SeriesBook()
        book.record(["a": 1], at: 1000)
        book.record(["a": 2], at: 990)
        #expect(book.excerpt(["a"], span: .quarter)?.series["a"] == [1])
        book.record(["a": 3], at: 100)
        let excerpt = try #require(book.excerpt(["a"], span: .quarter))
        #expect(excerpt.end == 100)
        #expect(excerpt.series["a"] == [3])
    }
}
