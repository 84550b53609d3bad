import Edge
import Recipes
import Testing

@Suite("Loading settings")
struct SettingsMutationTests {
    static let seed = """
        node: &n demo
        broker: {host: 127.0.0.1, port: 1883, tls: {alpn: "mq\\u0074t"}, keep_alive: 60s}
        requests: {response_allow: ["clients/#", 'a/{node}/+'], burst: 6.4E1}
        limits:
          mqtt_payload: 128KiB
          elements: 16M
        models:
          - {name: *n, path: models/iris}
          - name: $SITE$
            path: |
              models/${SITE}
        log: !!map {level: info}
        """
    static let pieces = [
        "\"", "'", "{", "}", "[", "]", ":", ": ", "- ", "? ", "&n ", "*n", "!!str ", "!x ", "|", ">", "#", "\n", "\t",
        " ", "%", "@", "$",
        "${", "$$", "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{E000}", "ä", "😀", "\\", "\\x", "---\n", "...\n",
        "<<: *n\n", "null", "1e999",
        "99999999999999999999", "node: a\n", "~", ",", "\r", "\r\n",
    ]

    /// A small generator of numbers, so that a failure comes again.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("never crashes, whatever the text, and every problem has a place in it [config-22]", arguments: 1...8)
    func mutations(seed: UInt64) {
        var numbers = Numbers(state: seed)
        for _ in 0..<60 {
            var text = Array(Self.seed.unicodeScalars)
            for _ in 0..<Int.random(in: 1...6, using: &numbers) {
                let start = Int.random(in: 0...text.count, using: &numbers)
                let end = min(text.count, start + Int.random(in: 0...4, using: &numbers))
                text.replaceSubrange(
                    start..<end,
                    with: (Self.pieces.randomElement(using: &numbers) ?? "").unicodeScalars
                )
                if Int.random(in: 0..<8, using: &numbers) == 0 {
                    text.removeLast(Int.random(in: 0...text.count, using: &numbers))
                }
            }
            var mutated = String.UnicodeScalarView()
            mutated.append(contentsOf: text)
            check(String(mutated))
        }
    }

    private func check(_ text: String) {
        let lineCount =
            SettingsSamples.file(text).unicodeScalars.count { "\n\r\u{85}\u{2028}".unicodeScalars.contains($0) } + 1
        for sources in [SettingsSamples.sources(file: text, set: ["SITE": "s"]), SettingsSamples.sources(json: text)] {
            do {
                _ = try Settings.load(from: sources).effectiveYAML()
            } catch {
                #expect(!error.problems.isEmpty)
                for problem in error.problems {
                    guard case .text(_, let line, let column) = problem.origin else { continue }
                    #expect((1...lineCount + 1).contains(line) && column >= 1, "\(problem) in \(text.debugDescription)")
                }
            }
        }
    }

    @Test("of arbitrary scalars never crashes [config-22]", arguments: 1...4)
    func noise(seed: UInt64) {
        var numbers = Numbers(state: seed &* 977)
        for _ in 0..<80 {
            let count = Int.random(in: 0...60, using: &numbers)
            check((0..<count).map { _ in Self.pieces.randomElement(using: &numbers) ?? "" }.joined())
        }
    }
}
