import Foundation
import MQTT
import Testing

@testable import Edge

@Suite("QueueDeadline")
struct QueueDeadlineTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("[edge-10] time that a request has waited unread counts against its expiry")
    func unread() {
        let mark = QueueDeadline.property(expiry: 5, now: start)
        let properties = MessageProperties(expiry: 5, userProperties: [UserProperty("other", "1"), mark])
        #expect(QueueDeadline.timeLeft(properties, now: start) == .seconds(5))
        #expect(QueueDeadline.timeLeft(properties, now: start + 3) == .seconds(2))
        #expect(QueueDeadline.timeLeft(properties, now: start + 9) == .zero)
    }

    @Test("[edge-10] a clock that was set back, or a mark that is none, gives no time beyond the expiry")
    func oddities() {
        let mark = QueueDeadline.property(expiry: 5, now: start)
        let later = MessageProperties(expiry: 2, userProperties: [mark])
        #expect(QueueDeadline.timeLeft(later, now: start - 3600) == .seconds(2))
        for text in ["", "soon", "nan"] {
            let odd = MessageProperties(expiry: 2, userProperties: [UserProperty(mark.name, text)])
            #expect((QueueDeadline.timeLeft(odd, now: start) ?? .seconds(9)) <= .seconds(2))
        }
        #expect(QueueDeadline.timeLeft(MessageProperties(userProperties: [mark]), now: start) == nil)
    }
}
