import Tensors

/// A seed for each device, from the one of the run.
struct DeviceSeeds {
    private var random: SplitMix

    init(_ seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func next() -> UInt64 { random.next() }
}
