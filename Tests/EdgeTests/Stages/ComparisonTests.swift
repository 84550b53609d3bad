import Tensors
import Testing

@testable import Edge

@Suite("A candidate's answer beside the active one's")
struct ComparisonTests {
    private func agrees(_ one: Tensor, _ other: Tensor) -> Bool { Comparison([one], [other]).agrees }

    @Test("[stage-22] integers, texts and truths must be equal")
    func labels() throws {
        #expect(agrees(integers("y", [2], [1, 2]), integers("y", [2], [1, 2])))
        #expect(!agrees(integers("y", [2], [1, 2]), integers("y", [2], [1, 3])))
        let shape = try #require(Shape([1]))
        let yes = try #require(Tensor(name: "y", shape: shape, texts: [Array("yes".utf8)]))
        let no = try #require(Tensor(name: "y", shape: shape, texts: [Array("no".utf8)]))
        #expect(agrees(yes, yes) && !agrees(yes, no))
        let truths = try #require(Tensor(name: "y", shape: shape, [true]))
        let lies = try #require(Tensor(name: "y", shape: shape, [false]))
        #expect(agrees(truths, truths) && !agrees(truths, lies))
    }

    @Test("[stage-22] of rows of floats the largest must stand in the same place")
    func rows() {
        let one = floats("p", [2, 3], [0.1, 0.7, 0.2, 0.5, 0.3, 0.2])
        #expect(agrees(one, floats("p", [2, 3], [0.3, 0.4, 0.3, 0.4, 0.3, 0.3])))
        #expect(!agrees(one, floats("p", [2, 3], [0.3, 0.4, 0.3, 0.3, 0.4, 0.3])))
        #expect(!agrees(one, floats("p", [2, 3], [.nan, 0.4, 0.3, 0.5, 0.4, 0.3])))
        let comparison = Comparison([one], [floats("p", [2, 3], [0.1, 0.7, 0.2, 0.75, 0.3, 0.2])])
        #expect(comparison.agrees && comparison.largestDifference == 0.25)
    }

    @Test(
        "[stage-22] a single float may differ by 1e-3 and a hundredth",
        arguments: [
            (1, 1.01, true), (1, 1.0111, false), (0, 0.00099, true), (0, 0.0011, false), (-100, -101, true),
            (1, .nan, false), (.nan, .nan, true), (.infinity, .infinity, true), (.infinity, 1, false),
        ]
            as [(Float, Float, Bool)]
    )
    func single(active: Float, candidate: Float, agree: Bool) {
        #expect(agrees(floats("y", [1, 1], [active]), floats("y", [1, 1], [candidate])) == agree)
        #expect(agrees(floats("y", [1], [active]), floats("y", [1], [candidate])) == agree)
    }

    @Test("[stage-22] other shapes, other types and outputs that are missing do not agree")
    func others() {
        let one = floats("y", [2], [1, 2])
        #expect(!agrees(one, floats("y", [1, 2], [1, 2])))
        #expect(!agrees(one, floats("z", [2], [1, 2])))
        #expect(!agrees(one, integers("y", [2], [1, 2])))
        #expect(Comparison([one], [floats("z", [1], [0]), one]).agrees)
    }

    @Test("[stage-23] scores agree where both are above their own threshold, or neither is")
    func scores() {
        func agree(_ score: Double, _ candidate: Double) -> Bool {
            Comparison(score: score, threshold: 2, candidate: candidate, candidateThreshold: 20).agrees
        }
        #expect(agree(1, 19) && agree(3, 21) && agree(2, 20))
        #expect(!agree(1, 21) && !agree(3, 19) && !agree(1, .nan) && !agree(3, .infinity))
    }
}
