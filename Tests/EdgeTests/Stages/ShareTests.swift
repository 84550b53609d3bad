import Testing

@testable import Edge

@Suite("The share of a candidate")
struct ShareTests {
    @Test(
        "[stage-10] the hash is FNV-1a with 64 bits",
        arguments: [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
            as [(String, UInt64)]
    )
    func hash(text: String, hash: UInt64) { #expect(Share.hash(text.utf8) == hash) }

    @Test("[stage-10] takes about its part of all keys, always the same, and more of them when it grows")
    func parts() {
        let keys = (0..<10_000).map { #"["hall\#($0 % 7)","press\#($0)"]"# }
        var before: Set<String> = []
        for percent in [1, 10, 30, 50, 90, 99, 100] {
            let share = Share(percent: percent)
            let taken = Set(keys.filter { share.takes($0.utf8) })
            #expect(abs(taken.count - percent * 100) <= 200, "\(percent) %: \(taken.count)")
            #expect(before.isSubset(of: taken))
            before = taken
        }
        #expect(before.count == keys.count)
    }

    @Test("a percentage out of range is the nearest one", arguments: [(0, 1), (-5, 1), (101, 100), (100, 100)])
    func range(given: Int, used: Int) { #expect(Share(percent: given).percent == used) }
}
