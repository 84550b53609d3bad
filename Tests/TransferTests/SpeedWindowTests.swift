import Testing

@testable import Transfer

@Suite("Lowest speed")
struct SpeedWindowTests {
    private let speed = TransferOptions.Speed(bytesPerSecond: 1000, window: .seconds(30))

    /// When it is found too slow; nil: never within ten minutes, looked at every 200 ms.
    private func fall(_ bytes: (Double) -> Double) -> Double? {
        var window = SpeedWindow(speed, bytes: 0, at: .zero)
        for tick in 1...3000 {
            let seconds = Double(tick) / 5
            if window.isTooSlow(bytes: Int64(bytes(seconds)), at: .milliseconds(tick * 200)) { return seconds }
        }
        return nil
    }

    @Test("[transfer-30] is kept by a steady stream just above it")
    func steady() {
        #expect(fall { $0 * 1001 } == nil)
        #expect(fall { $0 * 990 } == 30)
    }

    @Test("[transfer-30] is judged over the window, so that bursts with pauses pass")
    func bursts() {
        #expect(fall { ($0 / 20).rounded(.up) * 40_000 } == nil)
    }

    @Test("[transfer-30] is not saved up: a stall after a fast beginning ends within window and a part")
    func stall() throws {
        let end = try #require(fall { min($0, 60) * 1_000_000 })
        #expect((90...95).contains(end))
    }
}
