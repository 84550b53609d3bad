import Foundation
import MQTT

/// An event in binary mode: the payload is its data, and the attributes are user properties with their plain names.
///
/// CloudEvents, MQTT protocol binding 1.0.2, section 3.1.
struct BinaryEvent {
    /// The data.
    let payload: [UInt8]
    /// Attributes and content type.
    let properties: MessageProperties

    private static let dataMark = Array(#","data":"#.utf8)

    /// Takes apart what `CloudEvent.document` has written; nil for any other bytes.
    init?(_ document: [UInt8], replayed: Bool) {
        guard let mark = document.firstRange(of: Self.dataMark),
            let attributes = try? JSONDecoder().decode(
                [String: String].self,
                from: Data(document[..<mark.lowerBound] + [UInt8(ascii: "}")])
            )
        else { return nil }
        payload = Array(document[mark.upperBound...])
        var pairs = attributes.filter { $0.key != "datacontenttype" }.map { UserProperty($0.key, $0.value) }
        if replayed { pairs.append(UserProperty("replayed", "true")) }
        properties = MessageProperties(
            contentType: attributes["datacontenttype"],
            userProperties: pairs.sorted { $0.name < $1.name }
        )
    }
}
