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
