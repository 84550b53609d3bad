import Foundation
import Support
import Testing

@Suite("Updates while requests come", .serialized)
struct SwapLossTests {
    /// Bundles of the sample model that differ in their version.
    private struct Bundles {
        let folder: TemporaryFolder
        private let manifest: [String: Any]

        init() async throws {
            folder = try TemporaryFolder()
            let iris = Project.root.appendingPathComponent("models/iris").path
            let marram = try Project.program("marram")
            let command = Command(
                [marram, "bundle", "create", iris, "--version", "0", "--out", folder.path + "/0"]
            )
            let made = try await command.run()
            guard made.code == 0 else { throw SupportError("no bundle: \(made.errors)") }
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/0/manifest.json"))
            manifest = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }

        /// Makes one; returns where its manifest is.
        func make(_ version: Int) throws -> String {
            let place = URL(fileURLWithPath: "\(folder.path)/\(version)")
            try FileManager.default.copyItem(at: URL(fileURLWithPath: folder.path + "/0"), to: place)
            let changed = manifest.merging(["version": "\(version)"]) { $1 }
            let path = place.appendingPathComponent("manifest.json")
            try JSONSerialization.data(withJSONObject: changed).write(to: path)
            return "file://" + path.path
        }
    }

    @Test("20 updates under load: no request of QoS 1 is lost, refused or answered twice because of them")
    func swaps() async throws {
        let bundles = try await Bundles()
        let broker = try await Broker(["log_type error"])
        let folder = try TemporaryFolder()
        let status = try await broker.subscribe("marram/v1/n1/status")
        let jobs = try await broker.subscribe("marram/v1/n1/model/iris/job/#")
        let iris = Project.root.appendingPathComponent("models/iris").path
        let configuration: [String: any Sendable] = [
            "node": "n1",
            "models": [["name": "iris", "path": iris]],
            "updates": ["allow_unsigned": true, "sources": ["file://\(bundles.folder.path)/"]]
                as [String: any Sendable],
        ]
        let marram = try MarramProcess(configuration, port: broker.port, folder: folder)
        try await status.waitForOutput("online") { $0.contains("online") }
        let load = try await LoadGenerator(
            port: broker.port,
            topic: "marram/v1/n1/infer/iris",
            ["--qos", "1", "--rate", "300", "--seconds", "20", "--warm-up", "1", "--drain", "120"],
            folder: folder
        )
        var swapsUnderLoad = 0
        for version in 1...20 {
            let url = try bundles.make(version)
            let order =
                #"{"v":1,"job":"swap-\#(version)","action":"install","manifest":{"url":"\#(url)"},"strategy":{"trial_s":0}}"#
            try await broker.publish(order, to: "marram/v1/n1/model/iris/set", ["-q", "1"])
            try await jobs.waitForOutput(limit: .seconds(120), "the end of update \(version)") {
                $0.split(separator: "\n").count {
                    $0.contains(#/job/swap-\d+ .*"status":"(SUCCEEDED|FAILED|REJECTED|CANCELED)"/#)
                } >= version
            }
            if load.isRunning { swapsUnderLoad += 1 }
        }
        let succeeded = #/job/swap-\d+ .*"status":"SUCCEEDED"/#
        #expect(jobs.output.split(separator: "\n").count { $0.contains(succeeded) } == 20, "\(jobs.output)")
        // On a slow machine the last ones come after the load.
        #expect(swapsUnderLoad >= 3)
        let report = try await load.report(limit: .seconds(180))
        #expect(report.sent >= 6000)
        #expect(report.received == report.sent)
        #expect(report.lost == 0 && report.refused == 0 && report.unknown == 0 && report.duplicates == 0)
        print("swap test: \(report.sent) requests, \(swapsUnderLoad) of 20 updates under load")
        #expect(try await marram.stop().code == 0)
    }
}
