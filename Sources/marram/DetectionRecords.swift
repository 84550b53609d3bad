import Foundation
import Lab

/// One line of JSON for each detector: where it found drifts, and where its warnings began.
final class DetectionRecords: DetectionLines {
    private let stream: String
    private let choices: [DetectorChoice]
    private var drifts: [[Int]]
    private var rises: [[Int]]

    init(_ stream: String, _ choices: [DetectorChoice]) {
        self.stream = stream
        self.choices = choices
        drifts = choices.map { _ in [] }
        rises = drifts
    }

    func line(_ event: DetectionEvent) -> String? {
        switch event.kind {
        case .warning: rises[event.detector].append(event.row)
        case .drift: drifts[event.detector].append(event.row)
        }
        return nil
    }

    func end(_ summary: DetectionSummary) throws -> String {
        try choices.indices.map { index in
            let params = try choices[index].settings.filter { $0.name != "parity" }
                .map { "\(try JSONText.line($0.name)):\(try Self.value($0.value))" }
            return "{\"stream\":\(try JSONText.line(stream)),\"detector\":\(try JSONText.line(choices[index].name)),"
                + "\"params\":{\(params.joined(separator: ","))},\"drift\":\(drifts[index]),\"warning_rise\":\(rises[index])}"
        }.joined(separator: "\n")
    }

    /// A value as it was given where that is JSON, such as 20.0, and as a text elsewhere.
    private static func value(_ text: String) throws -> String {
        let isJSON = (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
        return isJSON ? text : try JSONText.line(text)
    }
}
