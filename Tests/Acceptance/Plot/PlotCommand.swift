import Foundation
import Support

/// The built `marram-plot`.
struct PlotCommand {
    /// Draws a document; the picture's bytes are nil where none was written.
    func draw(
        _ document: String,
        to name: String = "out.svg",
        _ options: [String] = []
    ) async throws -> (result: Command.Result, picture: Data?) {
        let folder = try TemporaryFolder()
        let arguments = [try Project.program("marram-plot"), "-o", name] + options
        let result = try await Command(arguments, input: document, folder: folder.url).run()
        return (result, try? Data(contentsOf: folder.url.appendingPathComponent(name)))
    }
}

/// A document for tests.
enum PlotSample {
    /// Two panels of so many rows a second apart, the second with a threshold; rows 40 to 49 are anomalous.
    static func document(
        rows: Int = 100,
        anomalies: String = "[[40,49]]",
        more: String = #","labels":[[42,55]],"training":[0,19]"#
    ) -> String {
        let time = (0..<rows).map { "\(1_763_740_800 + $0)" }.joined(separator: ",")
        let wave = (0..<rows).map { "\(($0 * 7) % 13)" }.joined(separator: ",")
        let score = (0..<rows).map { (40...49).contains($0) ? "0.9" : "0.1" }.joined(separator: ",")
        return """
            {"title":"press <17> & co","time":[\(time)],"time_is_epoch":true,"panels":[
            {"title":"vibration","unit":"g","series":[{"name":"x","values":[\(wave)]},{"name":"y","values":[\(score)]}]},
            {"title":"score","series":[{"name":"score","values":[\(score)]}],"threshold":0.5}],
            "anomalies":\(anomalies)\(more)}
            """
    }
}
