import Monitoring

/// A place in the line of events, as identifiers name it: `SESSION-NUMBER`.
struct EventPlace: Equatable {
    /// Events behind this number come after it.
    let number: Int

    /// Reads an identifier; one of another run of the program stands before all events of this one.
    ///
    /// nil: it is none.
    init?(_ text: String, in board: Board) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 64, let session = Int(parts[0]), let number = Int(parts[1]),
            number >= 0
        else { return nil }
        self.number = session == board.session ? min(number, board.latestEvent) : 0
    }
}
