import Foundation
import Testing

@testable import Simulation

@Suite struct WaveTests {
    @Test(
        "[simulation-1] the sine is the sine to within 4e-6",
        arguments: stride(from: -2.5, through: 2.5, by: 0.013).map { $0 }
    )
    func sine(turns: Double) {
        #expect(abs(Wave.sine(turns) - sin(turns * 2 * Double.pi)) < 4e-6)
    }

    @Test("[simulation-1] noise has the mean and the variance that it should, and stays within 6")
    func normal() {
        var noise = SimulatedNoise(seed: 9)
        let values = (0..<100_000).map { _ in noise.normal() }
        let mean = values.reduce(0, +) / 100_000
        let variance = values.reduce(0) { $0 + $1 * $1 } / 100_000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.02)
        #expect(values.allSatisfy { abs($0) <= 6 })
    }

    @Test("[simulation-2] what wanders keeps its spread whatever the interval", arguments: [0.01, 1, 100])
    func wander(interval: Double) {
        var noise = SimulatedNoise(seed: 4)
        var wander = Wander(spread: 2, memory: 1)
        let values = (0..<200_000).map { _ in wander.next(interval, &noise) }
        let variance = values.dropFirst(1000).reduce(0) { $0 + $1 * $1 } / 199_000
        #expect(abs(variance.squareRoot() - 2) < 0.3)
    }
}
