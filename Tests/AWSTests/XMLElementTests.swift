import Testing

@testable import AWS

@Suite("XML")
struct XMLElementTests {
    // [aws-40]
    @Test("reads elements, entities, CDATA, comments and prefixes")
    func reads() throws {
        let text = """
            \u{FEFF}<?xml version="1.0"?><!-- > --><a:List xmlns='u>"' b="'>"> <Key>x&amp;&lt;&#228;&#x1F600;<!-- c --><![CDATA[<&]]></Key>
            <Empty/><Inner><Key>deep</Key></Inner></a:List>

            """
        let list = try XMLElement.read(Array(text.utf8))
        #expect(list.name == "List")
        #expect(list.text("Key") == "x&<ä😀<&")
        #expect(list.text("Empty")?.isEmpty == true)
        #expect(list.text("Inner", "Key") == "deep")
        #expect(list.text("None") == nil)
    }

    // [aws-40]
    @Test(
        "refuses what is no document, and what would make it fetch or expand something",
        arguments: [
            "", "text", "<a>", "<a></b>", "<a/><b/>", "</a>", "<a>&none;</a>", "<a>&#xD800;</a>", "<a b='></a>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "<a><!DOCTYPE b></a>",
            "<a><![CDATA[</a>",
            "<a", "<a / >", "<>x</>", String(repeating: "<a>", count: 33) + String(repeating: "</a>", count: 33),
        ]
    )
    func refuses(text: String) {
        #expect(throws: XMLElement.Fault.self) { try XMLElement.read(Array(text.utf8)) }
    }

    // [aws-40]
    @Test("bytes that are changed at random are read or refused", arguments: 1...20 as ClosedRange<UInt64>)
    func changedBytes(seed: UInt64) throws {
        let location = try #require(S3Location("s3://models/"))
        let text = """
            <?xml version="1.0"?><ListBucketResult xmlns="x"><EncodingType>url</EncodingType><Contents><Key>a%20b</Key>\
            <Size>1</Size><ETag>&quot;e&quot;</ETag></Contents><!-- --><![CDATA[x]]></ListBucketResult>
            """
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var refused = 0
        for _ in 0..<500 {
            var bytes = Array(text.utf8)
            for _ in 0...next(3) { bytes[next(bytes.count)] = Array("<>&;/![]-?\"'#x0a%".utf8)[next(17)] }
            if (try? S3Page(bytes, of: location)) == nil { refused += 1 }
        }
        #expect(refused > 50 && refused < 500)
    }

    // [aws-40]
    @Test("a document that is broken off anywhere is refused")
    func refusesBrokenOff() throws {
        let whole = Array("<a b=\"c\"><d>e&lt;</d><![CDATA[f]]><!-- g --></a>".utf8)
        #expect(throws: Never.self) { try XMLElement.read(whole) }
        for count in 0..<whole.count {
            #expect(throws: XMLElement.Fault.self) { try XMLElement.read(Array(whole.prefix(count))) }
        }
        #expect(throws: XMLElement.Fault.self) { try XMLElement.read(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
    }
}
