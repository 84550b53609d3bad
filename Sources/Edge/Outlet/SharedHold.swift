/// A message that is not acknowledged before everything that it caused is safe.
///
/// Used on the loop's thread alone.
final class SharedHold {
    private let held: HeldMessage?
    private var count = 1

    /// Begins with one share, that of whoever reads the message.
    init(_ held: HeldMessage?) { self.held = held }

    /// Takes one more share, for something that the message has caused.
    func retain() { count += 1 }

    /// Gives a share back; the message is acknowledged with the last one.
    func release() {
        count -= 1
        if count == 0 { held?.settle() }
    }
}
