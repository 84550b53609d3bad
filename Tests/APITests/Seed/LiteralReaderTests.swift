import Testing

@testable import API

@Suite struct LiteralReaderTests {
    private static let read: [(String, [LiteralNumber])] = [
        (#"{"a": 5.1, "b": 3}"#, [.decimal(5.1), .whole(3)]),
        ("{'sepal': 5.1, 'petal': -1.5e-3,}", [.decimal(5.1), .decimal(-0.0015)]),
        ("[1, 2.0, 3]", [.whole(1), .decimal(2), .whole(3)]),
        ("(1, True, False)", [.whole(1), .truth(true), .truth(false)]),
        ("[true,false]", [.truth(true), .truth(false)]),
        ("{'a': [1, (2, {'b': 3})], 'c': 4}", [.whole(1), .whole(2), .whole(3), .whole(4)]),
        (
            "[.5, 5., +2, -0, 1E3, 1e+3]",
            [.decimal(0.5), .decimal(5), .whole(2), .whole(0), .decimal(1000), .decimal(1000)]
        ),
        ("[9223372036854775807, 18446744073709551615]", [.whole(.max), .large(.max)]),
        ("[18446744073709551616]", [.decimal(18_446_744_073_709_551_616)]),
        ("{1: 2, -1: 3, '1': 4}", [.whole(2), .whole(3), .whole(4)]),
        (" \t\r\n{ 'a' : 1 , }\n", [.whole(1)]),
        (
            #"{"é": 1, "\u00e8": 2, 'it\'s': 3, '\x41': 4, "\ud83d\ude00": 5}"#,
            [.whole(1), .whole(2), .whole(3), .whole(4), .whole(5)]
        ),
        ("{}", []), ("[]", []), ("()", []), ("[[], {}]", []),
        ("[1e-400]", [.decimal(0)]),
    ]

    @Test("[seed-5] numbers come in the order of the text, whichever way they are written", arguments: read)
    func reads(text: String, numbers: [LiteralNumber]) throws {
        #expect(try LiteralReader.numbers(in: Array(text.utf8)) == numbers)
    }

    @Test(
        "[seed-6] says what it does not read, and where",
        arguments: [
            ("", "expected an object", 0), ("5.1", "expected an object", 0), ("'a'", "expected an object", 0),
            ("__import__('os').system('id')", "expected an object", 0),
            ("[__import__('os')]", "'__import__' is no number; names are not evaluated", 1),
            ("[float('nan')]", "'float' is no number", 1), ("[os.system]", "'os.system' is no number", 1),
            ("[1 + 1]", "expected ',' or ']'", 3), ("[1*2]", "expected ',' or ']'", 2),
            ("[1]*99", "follows after the end", 3),
            ("[None]", "a value is missing", 1), ("{'a': null}", "a value is missing", 6),
            ("[NaN]", "not finite", 1), ("[-Infinity]", "not finite", 1), ("[inf]", "not finite", 1),
            ("[+nan]", "not finite", 1),
            ("[1e400]", "beyond what can be computed", 1), ("[-1e400]", "beyond what can be computed", 1),
            ("['5.1']", "write numbers without quotes", 1), ("{'a': \"x\"}", "write numbers without quotes", 6),
            ("[01]", "begins with 0", 1), ("[-00.5]", "begins with 0", 2), ("[0x10]", "'x' follows a number", 2),
            ("[1_000]", "'_' follows a number", 2), ("[1j]", "'j' follows a number", 2),
            ("[1.2.3]", "'.' follows a number", 4),
            ("[.]", "expected a digit", 2), ("[-]", "expected a digit", 2), ("[1e]", "digit of the exponent", 3),
            ("[1e 5]", "write + as %2B", 3), ("[--1]", "expected a digit", 2),
            ("{1, 2}", "expected ':' after a key", 2), ("{a: 1}", "expected a key in quotes", 1),
            ("{'a' 1}", "expected ':'", 5), ("{'a': }", "'}' is no number", 6),
            ("{'a': 1 'b': 2}", "expected ',' or '}'", 8),
            ("{'a': 1, 'a': 2}", "a key stands twice", 9), (#"{"A": 1, '\x41': 2}"#, "a key stands twice", 9),
            ("{'a: 1}", "not closed by its quote", 1), ("{'a\n': 1}", "close its quote", 3),
            (#"{'\q': 1}"#, "an escape", 3),
            (#"{'\u00g0': 1}"#, "needs 4 hexadecimal digits", 3), (#"{'\x+1': 1}"#, "needs 2 hexadecimal digits", 3),
            ("[1", "expected ',' or ']'", 2), ("[1,", "the text ends", 3), ("{", "the text ends", 1),
            ("[1)", "expected ',' or ']'", 2),
            ("[,]", "',' is no number", 1), ("[1,,2]", "',' is no number", 3), ("[1] [2]", "follows after the end", 4),
            ("[\u{7}]", "'byte 7' is no number", 1),
        ]
    )
    func refuses(text: String, reason: String, position: Int) throws {
        let error = try #require(throws: LiteralError.self) { try LiteralReader.numbers(in: Array(text.utf8)) }
        #expect(error.message.contains(reason), "\(error)")
        #expect(error.position == position, "\(error)")
    }

    @Test("[seed-7] what it takes is bounded: length, depth, keys and digits")
    func bounds() throws {
        func reads(_ text: String) -> Bool { (try? LiteralReader.numbers(in: Array(text.utf8))) != nil }
        let deepest = LiteralReader.deepest
        #expect(reads(String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)))
        #expect(!reads(String(repeating: "[", count: deepest + 1) + String(repeating: "]", count: deepest + 1)))
        #expect(!reads(String(repeating: "[", count: 60_000)))
        let full = "[" + String(repeating: "1,", count: (LiteralReader.longest - 2) / 2) + "]"
        #expect(reads(full) && !reads(full + "  "))
        #expect(reads("{'\(String(repeating: "k", count: LiteralReader.longestKey - 1))': 1}"))
        #expect(!reads("{'\(String(repeating: "k", count: LiteralReader.longestKey + 1))': 1}"))
        #expect(
            reads("[0.\(String(repeating: "1", count: 300))]") && !reads("[0.\(String(repeating: "1", count: 500))]")
        )
    }

    @Test(
        "[seed-8] bytes that are no UTF-8 are refused outside of keys, and end nothing",
        arguments: [0x80, 0xC0, 0xFF]
    )
    func bytes(byte: UInt8) throws {
        #expect(throws: LiteralError.self) { try LiteralReader.numbers(in: [0x5B, byte, 0x5D]) }
        #expect(try LiteralReader.numbers(in: [0x7B, 0x27, byte, 0x27, 0x3A, 0x31, 0x7D]) == [.whole(1)])
    }
}
