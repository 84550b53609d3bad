import Testing

@testable import Edge

@Suite("Which predictions go out")
struct PublicationTests {
    private typealias Predictions = Settings.Binding.Publish.Predictions

    /// What goes out of decisions, one every 10 ms.
    private func published(_ predictions: Predictions, interval: Int, _ decisions: [Int]) -> [Int] {
        var publication = Publication()
        let publish = Settings.Binding.Publish(predictions: predictions, minimalInterval: .milliseconds(interval))
        let start = ContinuousClock.now
        return decisions.indices.filter { index in
            publication.admits(isAnomalous: decisions[index] == 1, by: publish, now: start + .milliseconds(10 * index))
        }
    }

    @Test("[bindings-30] by policy and interval")
    func policies() {
        let decisions = [0, 0, 1, 1, 1, 0, 0, 1]
        #expect(published(.always, interval: 0, decisions) == Array(0..<8))
        #expect(published(.always, interval: 30, decisions) == [0, 3, 6])
        #expect(published(.anomaly, interval: 0, decisions) == [2, 3, 4, 7])
        #expect(published(.anomaly, interval: 20, decisions) == [2, 4, 7])
        #expect(published(.change, interval: 0, decisions) == [0, 2, 5, 7])
        // The change at 2 goes out with 4, the one at 5 not before 8; it is none any more at 7.
        #expect(published(.change, interval: 40, decisions) == [0, 4])
    }

    @Test("[bindings-51] what was published before a restart counts")
    func restored() {
        var publication = Publication(decision: true)
        let publish = Settings.Binding.Publish(predictions: .change, minimalInterval: .zero)
        let admitted = [true, false].map { publication.admits(isAnomalous: $0, by: publish, now: .now) }
        #expect(admitted == [false, true])
    }
}
