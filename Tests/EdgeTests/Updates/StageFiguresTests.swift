import Models
import Testing

@testable import Edge

@Suite("What the loop has counted, as the updater judges it")
struct StageFiguresTests {
    @Test("[update-5] [stage-21] what a shadow could not answer counts as a disagreement once, not twice")
    func failures() {
        let counted = StageReport.Figures.shadow(
            compared: 20,
            agreed: 18,
            failed: 2,
            dropped: 1,
            largestDifference: 0.5
        )
        #expect(StageFigures(counted) == .shadow(StageFigures.Shadow(compared: 18, agreed: 18, failed: 2)))
        let none = StageReport.Figures.shadow(compared: 9, agreed: 0, failed: 9, dropped: 0, largestDifference: 0)
        #expect(StageFigures(none) == .shadow(StageFigures.Shadow(compared: 0, agreed: 0, failed: 9)))
    }
}
