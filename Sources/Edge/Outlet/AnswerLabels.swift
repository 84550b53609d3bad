import MQTT
import OpenInference

/// The properties that the answers of one model carry in MQTT 5, made once.
struct AnswerLabels {
    private let common: [UserProperty]
    private let success: [UserProperty]
    /// Those of the last answer with binary tensors: the next one is mostly of the same length.
    private var binary: (headerLength: Int, properties: [UserProperty])

    /// Makes those of a model; nil: of no known model.
    init(model: Name?, version: String?) {
        common = [
            model.map { UserProperty("model", $0.description) }, version.map { UserProperty("version", $0) },
        ].compactMap { $0 }
        success = [UserProperty("status", "200")] + common
        binary = (0, success)
    }

    /// The properties of an answer that is JSON, or begins with so many bytes of it.
    mutating func answer(headerLength: Int?) -> MessageProperties {
        guard let headerLength else {
            return MessageProperties(contentType: BodyEncoding.jsonType, userProperties: success)
        }
        if binary.headerLength != headerLength {
            binary = (headerLength, success + [UserProperty(BodyEncoding.headerName, String(headerLength))])
        }
        return MessageProperties(contentType: BodyEncoding.binaryType, userProperties: binary.properties)
    }

    /// The properties of an error.
    func error(_ code: ErrorCode) -> MessageProperties {
        MessageProperties(
            contentType: BodyEncoding.jsonType,
            userProperties: [UserProperty("status", String(code.status))] + common
        )
    }
}
