import Testing

@testable import Edge

private func progress(_ job: String, _ seq: Int, of model: String = "press") throws -> JobProgress {
    JobProgress(
        job: job,
        model: try #require(Name(model)),
        seq: seq,
        status: .inProgress,
        phase: "DOWNLOADING",
        time: 0
    )
}

@Suite("What was last said of updates")
struct UpdateBoardTests {
    @Test("a new connection is told the last of every model again, as it was: [command-32]")
    func again() throws {
        var board = UpdateBoard()
        board.note(try progress("a", 1), isSent: true)
        board.note(try progress("a", 2), isSent: true)
        board.note(try progress("z", 7, of: "iris"), isSent: true)
        for _ in 0..<2 { #expect(board.announcement() == [try progress("z", 7, of: "iris"), try progress("a", 2)]) }
    }

    @Test("of what could not be said only the latest of each job is, once: [command-32]")
    func waiting() throws {
        var board = UpdateBoard()
        for seq in 1...100 { board.note(try progress("a", seq), isSent: false) }
        board.note(try progress("b", 1), isSent: false)
        #expect(board.announcement() == [try progress("a", 100), try progress("b", 1)])
        #expect(board.announcement() == [try progress("b", 1)])
    }

    @Test("[update-52] a job that ended before the start is told, although the next one is under way already")
    func start() throws {
        var board = UpdateBoard(progress: [try progress("a", 9), try progress("b", 1)])
        board.note(try progress("b", 2), isSent: false)
        #expect(board.announcement() == [try progress("a", 9), try progress("b", 2)])
        #expect(board.announcement() == [try progress("b", 2)])
    }

    @Test("however many jobs there are, the memory for them is bounded")
    func bounded() throws {
        var board = UpdateBoard()
        for job in 1...1000 { board.note(try progress("j\(job)", 1), isSent: false) }
        let said = board.announcement()
        #expect(said.count == UpdateBoard.mostWaiting)
        #expect(said.last == (try progress("j1000", 1)))
    }

    @Test("trouble of one model is the node's, and a candidate is an update under way")
    func summary() throws {
        var board = UpdateBoard()
        var state = ModelState(model: try #require(Name("press")), securityFloor: 0, time: 0)
        state.trouble = "the disk is full"
        state.candidate = ModelState.Candidate(phase: "DOWNLOADING")
        board.note(state)
        board.note(ModelState(model: try #require(Name("iris")), securityFloor: 0, time: 0))
        #expect(board.trouble == "the disk is full" && board.running == 1)
        state.trouble = nil
        state.candidate = nil
        board.note(state)
        #expect(board.trouble == nil && board.running == 0)
        #expect(board.states.map(\.model.description) == ["iris", "press"])
    }
}
