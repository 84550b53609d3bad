import Anomaly
import Telemetry

/// What waits for a binding's model, in the order of arrival: windows, and breaks between them.
struct WindowQueue {
    /// What is done about a key.
    struct Step {
        enum Kind {
            /// Its window runs.
            case window
            /// Its windows have begun anew.
            case restart
        }

        let kind: Kind
        let place: KeyTable<KeyState>.Place
        /// Of the window's last reading, or of the first after the break.
        let time: Timestamp
        /// A share in the message that it came from.
        let hold: SharedHold?
    }

    /// The numbers in a window.
    let width: Int
    /// Most windows of QoS 0 that wait.
    let limit: Int
    private(set) var steps: [Step] = []
    private var numbers: [Float] = []
    /// How many windows wait.
    private(set) var windows = 0

    /// Most bytes of windows that wait for a slow model.
    private static let mostBytes = 64 << 20

    /// Makes an empty one for at most `limit` windows of `width` numbers, as far as they take 64 MiB at most.
    init(width: Int, limit: Int) {
        self.width = width
        self.limit = max(1, min(limit, Self.mostBytes / (4 * max(1, width))))
    }

    var isEmpty: Bool { steps.isEmpty }
    /// True when no window of QoS 0 has room.
    var isFull: Bool { windows >= limit }

    /// True when something of a key waits.
    func holds(_ place: KeyTable<KeyState>.Place) -> Bool { steps.contains { $0.place == place } }

    /// Adds the window that a buffer holds.
    mutating func add(_ buffer: WindowBuffer, _ step: Step) {
        buffer.append(to: &numbers)
        add(step)
    }

    /// Adds a reading that is a window by itself.
    mutating func add(_ values: [Double], _ step: Step) {
        for value in values { numbers.append(Float(value)) }
        add(step)
    }

    /// Adds a step; the numbers of a window come before it.
    mutating func add(_ step: Step) {
        step.hold?.retain()
        steps.append(step)
        if step.kind == .window { windows += 1 }
    }

    /// Puts what waits elsewhere, with windows of the same width, before all that waits here.
    mutating func prepend(_ other: WindowQueue) {
        guard !other.isEmpty else { return }
        steps.insert(contentsOf: other.steps, at: 0)
        numbers.insert(contentsOf: other.numbers, at: 0)
        windows += other.windows
    }

    /// Puts what waits elsewhere, with windows of the same width, behind all that waits here.
    mutating func append(_ other: WindowQueue) {
        guard !other.isEmpty else { return }
        steps.append(contentsOf: other.steps)
        numbers.append(contentsOf: other.numbers)
        windows += other.windows
    }

    /// Drops the oldest window that no message waits for; false when there is none.
    mutating func dropOldest() -> Bool {
        var window = 0
        for index in steps.indices where steps[index].kind == .window {
            if steps[index].hold == nil {
                steps.remove(at: index)
                numbers.removeSubrange(window * width..<(window + 1) * width)
                windows -= 1
                return true
            }
            window += 1
        }
        return false
    }

    /// Moves the first steps, with at most `limit` windows among them, into an empty batch.
    mutating func move(upTo limit: Int, into batch: WindowBatch) {
        guard windows > limit else {
            batch.fill(steps[...], numbers[...], windows: windows)
            steps.removeAll(keepingCapacity: true)
            numbers.removeAll(keepingCapacity: true)
            windows = 0
            return
        }
        var taken = 0
        var end = 0
        while taken < limit || steps[end].kind == .restart {
            if steps[end].kind == .window { taken += 1 }
            end += 1
        }
        batch.fill(steps[..<end], numbers[..<(taken * width)], windows: taken)
        steps.removeFirst(end)
        numbers.removeFirst(taken * width)
        windows -= taken
    }
}
