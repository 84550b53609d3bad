import Testing
import Transfer

@Suite("Web addresses")
struct WebAddressTests {
    @Test(
        "are taken apart as they stand",
        arguments: [
            ("HTTPS://Models.Example/a%2Fb?x=1&y", "https://models.example", "/a%2Fb", "x=1&y"),
            ("http://models.example:8080", "http://models.example:8080", "", nil),
            ("http://models.example:80/", "http://models.example", "/", nil),
            ("https://models.example?", "https://models.example", "", ""),
            ("http://[::1]:9000/a/../b#c", "http://[::1]:9000", "/a/../b", nil),
            ("http://[FE80::1%25eth0]:80/", "http://[fe80::1]", "/", nil),
            ("https://models.example/a?b#c?d", "https://models.example", "/a", "b"),
        ] as [(String, String, String, String?)]
    )
    func parts(_ text: String, _ origin: String, _ path: String, _ query: String?) throws {
        let address = try WebAddress(text)
        #expect(address.text == text)
        #expect("\(address.origin)" == origin)
        #expect(address.path == path)
        #expect(address.query == query)
    }

    @Test(
        "are refused where they cannot be asked for, or name a user",
        arguments: [
            "", "ftp://models.example", "https:///a", "https://models.example:0/a", "https://models.example:70000/a",
            "https://a:b:c/d", "https://user:hunter2@models.example/a", "https://models.example/a b",
            "https://mod\u{e9}ls.example/a", "https://models.example/" + String(repeating: "a", count: 9000),
        ]
    )
    func refused(_ text: String) {
        #expect { try WebAddress(text) } throws: {
            ($0 as? TransferError)?.code == .invalid && !"\($0)".contains("hunter2")
        }
    }

    @Test(
        "are refused where another host is asked for than stands there, with what to write",
        arguments: [
            ("http://2130706433/", "127.0.0.1"), ("http://127.1:80/a", "127.0.0.1"),
            ("http://0x7f.0.0.1?a", "127.0.0.1"),
            ("https://%6dodels.example/", "models.example"), ("http://[0:0::1]/", "[::1]"),
        ]
    )
    func rewritten(_ text: String, _ host: String) {
        #expect { try WebAddress(text) } throws: {
            ($0 as? TransferError)?.code == .invalid && "\($0)".hasSuffix("write \(host)")
        }
    }

    @Test("keep their origin and lose their query with another path")
    func replacing() throws {
        let address = try WebAddress("https://Models.example:8443/a?token=x").replacing(path: "/b/c")
        #expect(try address == WebAddress("https://models.example:8443/b/c"))
    }

    @Test(
        "have their percent codes read, or none where one is broken",
        arguments: [
            ("/a%20b", "/a b"), ("%41%25", "A%"), ("a", "a"), ("%zz", nil), ("a%4", nil), ("%%41", nil), ("%00", nil),
            ("%ff", nil),
        ] as [(String, String?)]
    )
    func decoded(_ encoded: String, _ text: String?) { #expect(PercentEncoding.text(encoded) == text) }
}
