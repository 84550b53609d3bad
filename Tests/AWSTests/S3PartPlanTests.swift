import Testing

@testable import AWS

@Suite("The parts of an upload")
struct S3PartPlanTests {
    private static let mebi: Int64 = 1 << 20

    // [aws-83]
    @Test(
        "are as long as wanted, 5 MiB at least, 10,000 at most, and make up the whole",
        arguments: [
            (16 * mebi, 8 * mebi, 8 * mebi, 2), (16 * mebi + 1, 8 * mebi, 8 * mebi, 3), (1, 8 * mebi, 8 * mebi, 1),
            (20 * mebi, 1, 5 * mebi, 4), (20 * mebi, .max / 4, .max / 4, 1),
            (80_000 * mebi, 8 * mebi, 8 * mebi, 10_000), (80_000 * mebi + 1, 8 * mebi, 8 * mebi + 1, 10_000),
            (5 << 40, 8 * mebi, 549_755_814, 10_000),
        ] as [(Int64, Int64, Int64, Int)]
    )
    func plan(byteCount: Int64, wanted: Int64, partSize: Int64, count: Int) {
        let plan = S3PartPlan(byteCount: byteCount, wanted: wanted, limits: .init())
        #expect(plan.partSize == partSize && plan.count == count)
        var end: Int64 = 0
        for index in 0..<count {
            let part = plan.part(index)
            #expect(part.number == index + 1 && part.offset == end && part.length > 0)
            end += part.length
        }
        #expect(end == byteCount)
    }
}
