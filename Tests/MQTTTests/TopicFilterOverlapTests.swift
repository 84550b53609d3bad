import MQTT
import Testing

@Suite("Overlap of topic filters")
struct TopicFilterOverlapTests {
    @Test("[bindings-4] two filters overlap just when some topic falls under both")
    func agreesWithMatching() throws {
        let names = ["a", "b", "$x"]
        let words = names + ["+", "#"]
        var topics: [TopicName] = []
        for first in names {
            topics += [TopicName(first)].compactMap(\.self)
            for second in names {
                topics += [TopicName("\(first)/\(second)")].compactMap(\.self)
                for third in names { topics += [TopicName("\(first)/\(second)/\(third)")].compactMap(\.self) }
            }
        }
        var filters: [TopicFilter] = []
        for first in words {
            filters += [TopicFilter(first)].compactMap(\.self)
            for second in words {
                filters += [TopicFilter("\(first)/\(second)")].compactMap(\.self)
                for third in words { filters += [TopicFilter("\(first)/\(second)/\(third)")].compactMap(\.self) }
            }
        }
        #expect(filters.count > 100)
        for one in filters {
            for other in filters {
                let common = topics.first { one.matches($0) && other.matches($0) }
                #expect(
                    one.overlaps(other) == (common != nil),
                    "\(one) and \(other): \(common?.description ?? "nothing")"
                )
            }
        }
    }
}
