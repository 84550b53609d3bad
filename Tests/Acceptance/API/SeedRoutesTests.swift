import Foundation
import Support
import Testing
import Transfer

/// What clients of the CLARUS systems send, to the built program.
@Suite struct SeedRoutesTests {
    private static let form = [HTTPRequest.Header("Content-Type", "multipart/form-data; boundary=b0")]

    /// 240 rows as the model was trained on, 40 of them lifted from row 150 on.
    private static var series: [UInt8] {
        let rows = (0..<240).map { row in
            let lift = (150..<190).contains(row) ? 5.0 : 0
            return "\(sin(Double(row) / 5) + lift),\(cos(Double(row) / 11))"
        }
        let file = "Content-Disposition: form-data; name=\"dataset\"; filename=\"series.csv\"\r\nContent-Type: text/csv"
        return Array("--b0\r\n\(file)\r\n\r\na,b\n\(rows.joined(separator: "\n"))\n\r\n--b0--\r\n".utf8)
    }

    @Test("[seed-21] pings, a prediction, a series as numbers and as a picture")
    func routes() async throws {
        let api = try await APINode()
        #expect(try await api.send("GET", "/clarus/v1/agent/ping").text == "pong")
        #expect(try await api.send("GET", "/ping").text == "\"pong\"")
        #expect(try await api.send("GET", "/status").text == #"{"status":"available"}"#)
        let iris = "%7B%27a%27%3A+6.3%2C+%27b%27%3A+3.3%2C+%27c%27%3A+6.0%2C+%27d%27%3A+2.5%7D"
        #expect(try await api.send("GET", "/predict_3?modelId=iris&datos=\(iris)").text == "2")
        let json = [HTTPRequest.Header("Accept", "application/json")]
        let numbers = try await api.send("POST", "/compute", headers: Self.form + json, body: Self.series)
        #expect(numbers.status == 200 && numbers.members["model"] as? String == "press", "\(numbers.text.prefix(500))")
        let anomalies = try #require(numbers.members["anomalies"] as? [Bool])
        #expect(anomalies.count == 240 && anomalies[150..<165].contains(true) && !anomalies[..<150].contains(true))
        let picture = try await api.send("POST", "/compute?model=press", headers: Self.form, body: Self.series)
        #expect(picture.status == 200 && picture.body.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(picture.status)")
        let other = try await api.send("POST", "/compute?model=iris", headers: Self.form, body: Self.series)
        #expect(other.status == 400 && other.text.contains("no baseline.json"))
        try await api.node.stop()
    }

    @Test("[seed-22] a model is fetched from where the one in service came from, and serves when that is answered")
    func source() async throws {
        let bundles = try await PressBundles.get()
        let api = try await APINode(updates: ["trial": "0s"])
        let path = "/clarus/v1/agent/modelinference/"
        let first = try await api.send("PUT", path + "press")
        #expect(first.status == 200 && first.members["version"] as? String == "1", "\(first.text)")
        #expect((first.members["files"] as? [String])?.contains("model.onnx") == true)
        #expect(try await api.send("PUT", path + "rose").status == 404)
        // Another bundle comes over the network; what its URL holds by then is what is fetched next.
        let folder = try TemporaryFolder()
        let place = folder.path + "/press"
        try FileManager.default.copyItem(atPath: bundles.folder(2), toPath: place)
        try await api.node.set("j2", "file://\(place)/manifest.json")
        try await api.node.wait("j2", "SUCCEEDED")
        try FileManager.default.removeItem(atPath: place)
        try FileManager.default.copyItem(atPath: bundles.folder(3), toPath: place)
        let next = try await api.send("PUT", path + "press")
        #expect(next.status == 200 && next.members["version"] as? String == "3", "\(next.text)")
        #expect(next.members["state"] as? String == "active")
        #expect(try await api.node.serves("3"))
        try FileManager.default.removeItem(atPath: place)
        let gone = try await api.send("PUT", path + "press")
        #expect(gone.status == 502, "\(gone.status) \(gone.text)")
        #expect(try await api.node.serves("3"))
        try await api.node.stop()
    }
}
