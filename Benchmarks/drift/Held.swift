import Drift
import Glibc

/// Runs a detector over values twice, and prints the bytes that it then holds, its own and those it has allocated, and
/// the allocations of the second turn.
enum Held {
    static func print(_ arguments: [String]) throws {
        let kind = try DetectorKind(named: arguments[0])
        let values = try Decisions.numbers(in: arguments[1])
        let settings = try DetectorSettings(parsing: Array(arguments.dropFirst(2)))
        let (bytes, allocations) = try run(kind.type, settings, values)
        Swift.print("[\(bytes), \(allocations)]")
    }

    private static func run<D: DriftDetector>(
        _: D.Type,
        _ settings: DetectorSettings,
        _ values: [Double]
    ) throws -> (bytes: Int, allocations: Int) {
        let bytes = try counter("marram_bytes")
        let allocations = try counter("marram_allocations")
        let parameters = try D.Parameters(settings)
        let bytesBefore = bytes()
        var detector = D(parameters)
        for value in values { detector.update(value) }
        let allocationsBefore = allocations()
        for value in values { detector.update(value) }
        let allocated = allocations() - allocationsBefore
        let held = MemoryLayout<D>.size + bytes() - bytesBefore
        return withExtendedLifetime(detector) { (held, allocated) }
    }

    /// One of `count_memory.so`, which must be preloaded.
    private static func counter(_ name: String) throws -> @convention(c) () -> Int {
        guard let function = unsafe dlsym(nil, name) else {
            throw BenchmarkError(text: "\(name) is missing; preload count_memory.so, as measure.py does")
        }
        return unsafe unsafeBitCast(function, to: (@convention(c) () -> Int).self)
    }
}
