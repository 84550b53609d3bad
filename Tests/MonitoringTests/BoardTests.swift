import Testing

@testable import Monitoring

@Suite("A board")
struct BoardTests {
    private static func tick(_ second: Int, _ values: [String: Double] = [:]) -> BoardTick {
        let node = NodeSection(name: "n", version: "1", runtime: "r", arch: "a", started: "t")
        return BoardTick(second: second, time: "t\(second)", state: NodeState(node: node), values: values, scores: [])
    }

    @Test("has nothing before the first second, then the latest with what the machine takes")
    func hasTheLatest() throws {
        let board = Board(session: 7)
        #expect(board.moment == nil)
        var system = SystemSection()
        system.residentBytes = 1024
        board.note(system, isClockSynchronised: true)
        board.post(Self.tick(10, ["a": 1]))
        board.post(Self.tick(11, ["a": 2]))
        let moment = try #require(board.moment)
        #expect(moment.sequence == 2)
        #expect(moment.time == "t11")
        #expect(moment.state.system.residentBytes == 1024)
        #expect(moment.state.node.isClockSynchronised == true)
        #expect(moment.values["rss_bytes"] == 1024)
        #expect(
            board.series(["a", "rss_bytes"], span: .quarter)?.series == ["a": [1, 2], "rss_bytes": [1024, 1024]]
        )
    }

    @Test("leaves out what JSON has no number for")
    func leavesOutWhatIsNoNumber() {
        let board = Board(session: 1)
        board.post(Self.tick(10, ["a": .infinity, "b": .nan, "c": 3]))
        #expect(board.moment?.values["c"] == 3)
        #expect(board.moment?.values["a"] == nil && board.moment?.values["b"] == nil)
    }

    @Test("[metrics-11] keeps the latest samples, numbered")
    func keepsSamples() {
        let board = Board(session: 1)
        for _ in 0..<Board.mostPredictions + 5 {
            board.note(PredictionSample(time: "t", source: .mqtt, model: "m", version: "1"))
        }
        #expect(board.predictions.count == Board.mostPredictions)
        #expect(board.predictions.first?.number == 6)
        #expect(board.predictions(after: 203, limit: 10).map(\.number) == [204, 205])
        #expect(board.predictions(after: 0, limit: 2).map(\.number) == [204, 205])
    }

    @Test("signals news once, however much there was")
    func signalsNews() async {
        let board = Board(session: 1)
        let news = board.news()
        for _ in 0..<100 { board.note(event: [1]) }
        var iterator = news.makeAsyncIterator()
        await iterator.next()
        #expect(board.latestEvent == 100)
        board.post(Self.tick(1))
        await iterator.next()
        #expect(board.moment != nil)
    }
}
