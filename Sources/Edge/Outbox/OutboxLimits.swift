/// How much of anything an outbox has in memory or does at once.
struct OutboxLimits {
    /// Letters that were sent and are not confirmed; what comes beyond goes to the disk.
    var flights = 1000
    /// Their bytes.
    var flightBytes = 4 << 20
    /// Bytes of letters that are neither sent nor on the disk; the oldest of more are dropped.
    var memory = 8 << 20
    /// Letters that are written in one transaction.
    var batch = 4096
    /// Letters that are read at once.
    var reading = 512
    /// How long a removal waits for others, unless it is the last.
    var removalDelay = Duration.milliseconds(100)
    /// How many removals do not wait.
    var removalBatch = 256
    /// How long a disk that fails is left alone.
    var retry = Duration.seconds(5)
    /// Time between two looks at the letters' age.
    var expiryInterval = Duration.seconds(60)
    /// How old a letter on the disk may become.
    var maximumAge: Duration
}
