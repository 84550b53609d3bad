/// What a node tells of itself, kept for whoever looks: its state, its numbers over time, events and samples.
///
/// The node's thread writes once a second, at each event, and 20 samples a second at most; each writing takes a lock for
/// microseconds. Memory: about 2.5 MB of series, 0.5 MB of scores, 4 MiB of events, 4 MB of samples at the very most.
public final class Board: Sendable {
    private struct Content: Sendable {
        var moment: BoardMoment?
        var system = SystemSection()
        var isClockSynchronised: Bool?
        var series = SeriesBook()
        var scores = ScoreBook()
        var events = EventRing()
        var predictions = Ring<PredictionSample>(limit: Board.mostPredictions)
        var samples = 0
        var streams = StreamCounts()
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    /// Most samples of predictions that are kept.
    package static let mostPredictions = 200
    /// The least time between two samples, milliseconds.
    package static let sampleMilliseconds = 50

    /// Tells this run of the program from others, in the identifiers of events.
    package let session: Int
    private let content = Locked(Content())

    /// Makes an empty one for a run of the program.
    package init(session: Int) { self.session = session }

    // MARK: writing

    /// Takes what is said once a second.
    package func post(_ tick: BoardTick) {
        content.withLock { content in
            var values = tick.values
            values.merge(content.system.values) { own, _ in own }
            values["streams"] = Double(content.streams.open)
            // JSON has no others.
            values = values.filter(\.value.isFinite)
            content.series.record(values, at: tick.second)
            content.scores.record(tick.scores, at: tick.second)
            content.moment = BoardMoment(
                sequence: (content.moment?.sequence ?? 0) + 1,
                second: tick.second,
                time: tick.time,
                state: tick.state,
                values: values
            )
        }
        tell()
    }

    /// Takes what the machine and the process take; it is part of the next state.
    package func note(_ system: SystemSection, isClockSynchronised: Bool?) {
        content.withLock { content in
            content.system = system
            content.isClockSynchronised = isClockSynchronised
        }
    }

    /// Takes an event: a CloudEvent, a JSON object.
    package func note(event document: [UInt8]) {
        content.withLock { content in _ = content.events.append(document) }
        tell()
    }

    /// Takes a sample of the predictions.
    package func note(_ prediction: PredictionSample) {
        content.withLock { content in
            var prediction = prediction
            content.samples += 1
            prediction.number = content.samples
            content.predictions.append(prediction)
        }
        tell()
    }

    /// Changes the counts of event streams.
    package func count(_ change: @Sendable (inout StreamCounts) -> Void) {
        content.withLock { change(&$0.streams) }
    }

    // MARK: reading

    /// How the node stands; nil before its first second.
    package var moment: BoardMoment? {
        content.withLock { content in
            guard let moment = content.moment else { return nil }
            var state = moment.state
            state.system = content.system
            state.system.streams = content.streams.open
            state.system.streamsLimit = content.streams.limit
            state.system.eventsDropped = content.streams.dropped + content.events.refused
            state.node.isClockSynchronised = content.isClockSynchronised
            return BoardMoment(
                sequence: moment.sequence,
                second: moment.second,
                time: moment.time,
                state: state,
                values: moment.values
            )
        }
    }

    /// How many event streams there are.
    package var streams: StreamCounts { content.withLock { $0.streams } }

    /// The names of the series that there are.
    package var seriesNames: [String] { content.withLock { $0.series.names } }

    /// Points of some series, or of all; nil where a name is not known.
    package func series(_ names: [String]? = nil, span: SeriesSpan) -> SeriesExcerpt? {
        let book = content.withLock { $0.series }
        return book.excerpt(names, span: span)
    }

    /// Scores of a binding's keys, or of all; nil where there is no such binding.
    package func scores(of binding: String? = nil) -> ScoreExcerpt? {
        let book = content.withLock { $0.scores }
        return book.excerpt(binding)
    }

    /// The latest samples, the oldest first.
    package var predictions: [PredictionSample] { content.withLock { $0.predictions.elements } }

    /// Samples after that of a number, the oldest first, `limit` of the newest at most.
    package func predictions(after number: Int, limit: Int) -> [PredictionSample] {
        content.withLock { content in
            guard content.samples > number else { return [] }
            return Array(content.predictions.elements.filter { $0.number > number }.suffix(limit))
        }
    }

    /// The number of the latest sample; 0 before the first.
    package var latestPrediction: Int { content.withLock { $0.samples } }

    /// Events after that of a number, the oldest first, and how many are not kept any more.
    package func events(after number: Int) -> (events: [BoardEvent], lost: Int) {
        content.withLock { $0.events.events(after: number) }
    }

    /// The number of the latest event; 0 before the first.
    package var latestEvent: Int { content.withLock { $0.events.latest } }

    // MARK: news

    /// A signal whenever something has been noted since the last one.
    package func news() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = content.withLock { content in
            content.nextListener += 1
            content.listeners[content.nextListener] = continuation
            return content.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.content.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    private func tell() {
        let listeners = content.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield() }
    }
}
