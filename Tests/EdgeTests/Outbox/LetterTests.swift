import MQTT
import Storage
import Testing

@testable import Edge

@Suite("Letters of the outbox")
struct LetterTests {
    private let document = Array(#"{"v":1"#.utf8)

    private func letter(_ kind: Outbox.Kind) throws -> Letter {
        Letter(
            sequence: 7,
            time: 8,
            kind: kind,
            topic: try #require(TopicName("a/b")),
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
    }

    @Test("[outbox-10] a letter comes back from the disk as it was", arguments: [Outbox.Kind.prediction, .event])
    func stored(kind: Outbox.Kind) throws {
        let letter = try letter(kind)
        let back = try #require(Letter(letter.stored))
        #expect(back.stored == letter.stored)
        #expect(back.kind == kind && back.topic == letter.topic && back.document == document)
    }

    @Test("[outbox-10] a row that no letter looks like is not sent")
    func strange() {
        func row(kind: Int = 1, topic: String = "a") -> StoredMessage {
            StoredMessage(sequence: 1, time: 1, kind: kind, topic: topic, document: document)
        }
        #expect(Letter(row()) != nil)
        #expect(Letter(row(kind: 3)) == nil)
        #expect(Letter(row(topic: "a/+")) == nil)
    }
}
