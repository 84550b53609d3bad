/// Watches over one call: deadline, lowest speed, change of mind.
struct TransferWatch {
    private let start = ContinuousClock.now
    private let limit: Duration?
    private let speed: TransferOptions.Speed?
    private let cancellations: [Cancellation]
    private var window: SpeedWindow?
    private var isConnected = false

    init(_ options: TransferOptions, cancellations: [Cancellation?]) {
        limit = options.deadline
        speed = options.minimumSpeed
        self.cancellations = cancellations.compactMap(\.self)
    }

    /// How long it may still go on; nil: for ever.
    var remaining: Duration? { limit.map { $0 - (ContinuousClock.now - start) } }

    /// Another request begins: its connecting has a limit of its own.
    mutating func begin() {
        isConnected = false
        window = nil
    }

    /// From here on speed counts.
    mutating func connected() { isConnected = true }

    /// Returns how long it goes on already.
    ///
    /// - Throws: `cancelled`, `deadline`.
    @discardableResult
    func checkTime() throws(TransferError) -> Duration {
        guard !cancellations.contains(where: \.isCancelled) else { throw TransferError.cancelled }
        let now = ContinuousClock.now - start
        guard limit.map({ now < $0 }) ?? true else {
            throw TransferError(.deadline, "the transfer was not done within \(limit ?? now)")
        }
        return now
    }

    /// - Parameters:
    ///   - bytes: how many came and went so far in this request.
    ///   - held: how much of the time was needed by whoever takes them.
    /// - Throws: `cancelled`, `deadline`, `tooSlow`.
    mutating func check(bytes: Int64, held: Duration) throws(TransferError) {
        let now = try checkTime()
        guard isConnected, let speed else { return }
        guard window != nil else {
            window = SpeedWindow(speed, bytes: bytes, at: now - held)
            return
        }
        guard window?.isTooSlow(bytes: bytes, at: now - held) == true else { return }
        throw TransferError(
            .tooSlow,
            "fewer than \(speed.bytesPerSecond) bytes a second came over \(speed.window); check the line, or lower the minimum speed"
        )
    }
}
