import MQTT
import Storage
import Testing

@testable import Edge

@Suite("Letters of the outbox")
struct LetterTests {
    private let document = Array(#"{"v":1"#.utf8)

    private func letter(_ kind: Outbox.Kind, _ attributes: [UserProperty] = []) throws -> Letter {
        Letter(
            sequence: 7,
            time: 8,
            kind: kind,
            topic: try #require(TopicName("a/b")),
            attributes: attributes,
            document: document
        )
    }

    private func text(_ letter: Letter, replayed: Bool) -> String {
        String(decoding: letter.payload(replayed: replayed), as: UTF8.self)
    }

    @Test("[outbox-7] a prediction says whether it has waited; an event says so when it has")
    func payloads() throws {
        let prediction = try letter(.prediction)
        let event = try letter(.event)
        #expect(text(prediction, replayed: false) == #"{"v":1,"replayed":false}"#)
        #expect(text(prediction, replayed: true) == #"{"v":1,"replayed":true}"#)
        #expect(text(event, replayed: false) == #"{"v":1}"#)
        #expect(text(event, replayed: true) == #"{"v":1,"replayed":true}"#)
        #expect(prediction.properties(replayed: false) == MessageProperties(contentType: "application/json"))
        #expect(event.properties(replayed: true).contentType == "application/cloudevents+json; charset=utf-8")
    }

    @Test("[outbox-7] a binary event has its data as it is, and says in an attribute that it has waited")
    func binary() throws {
        let attributes = [
            UserProperty("specversion", "1.0"), UserProperty("id", "ä\u{1}"), UserProperty("subject", ""),
        ]
        let event = try letter(.event, attributes)
        #expect(text(event, replayed: true) == #"{"v":1}"#)
        #expect(event.properties(replayed: false).userProperties == attributes)
        #expect(event.properties(replayed: true).userProperties == attributes + [UserProperty("replayed", "true")])
        #expect(event.properties(replayed: true).contentType == "application/json")
    }

    @Test("[outbox-10] a letter comes back from the disk as it was", arguments: [0, 1, 3])
    func stored(count: Int) throws {
        let attributes = (0..<count).map { UserProperty("name\($0)", $0 == 1 ? "" : "value \($0)") }
        let event = try letter(.event, attributes)
        let back = try #require(Letter(event.stored))
        #expect(back.stored == event.stored)
        #expect(back.attributes == attributes)
        #expect(back.kind == .event && back.topic == event.topic && back.document == document)
    }

    @Test("[outbox-10] a row that no letter looks like is not sent")
    func strange() {
        func row(kind: Int = 1, topic: String = "a", attributes: [UInt8] = []) -> StoredMessage {
            StoredMessage(sequence: 1, time: 1, kind: kind, topic: topic, attributes: attributes, document: document)
        }
        #expect(Letter(row()) != nil)
        #expect(Letter(row(kind: 3)) == nil)
        #expect(Letter(row(topic: "a/+")) == nil)
        #expect(Letter(row(attributes: [97])) == nil)
        #expect(Letter(row(attributes: [97, 0])) == nil)
    }
}
