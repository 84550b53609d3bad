import Testing

@testable import Edge

@Suite("MachineMemory")
struct MachineMemoryTests {
    @Test(
        "reads what is free without swapping",
        arguments: [
            ("MemTotal:       24685544 kB\nMemFree:         1000 kB\nMemAvailable:   2048 kB\n", 2 << 20),
            ("MemTotal:       24685544 kB\n", nil), ("MemAvailable: lots\n", nil), ("", nil),
        ] as [(String, Int?)]
    )
    func available(text: String, expected: Int?) { #expect(MachineMemory.available(in: text) == expected) }
}
