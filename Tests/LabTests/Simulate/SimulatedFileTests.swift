import Foundation
import Lab
import Simulation
import Support
import Telemetry
import Testing

@Suite struct SimulatedFileTests {
    private let start = Timestamp(microseconds: 1_767_225_600_000_000)
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func plan(devices: Int = 1, samples: Int? = 500, faults: FaultPlan = .none, seed: UInt64 = 1) throws
        -> SimulationPlan
    {
        try SimulationPlan(kind: .press, devices: devices, samples: samples, faults: faults, seed: seed, start: start)
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.url.appendingPathComponent(name)))
    }

    @Test("[simulation-22] the file reads as a table whose labels are the truth")
    func table() throws {
        let faults = [
            Fault(kind: .shift, field: 1, start: 100, duration: 50),
            Fault(kind: .dropout, field: 0, start: 200, duration: 30),
            Fault(kind: .drift, field: 0, start: 480, duration: 100),
        ]
        let summary = try SimulatedFile(plan(faults: .given(faults))).write(
            to: folder.path + "/a.csv",
            truth: folder.path + "/t.csv"
        )
        #expect(summary.rows == 470)
        #expect(summary.anomalous == 70)
        #expect(summary.faults == 3)
        let table = try CSVTable(bytes("a.csv"), CSVOptions(labels: ["anomaly"]))
        #expect(table.names == ["x", "y", "z", "temperature"])
        #expect(table.rows == 470)
        let seconds = try #require(table.times).map { Int($0.seconds(since: start)) }
        #expect(seconds == Array(0..<200) + Array(230..<500))
        let anomalous = zip(seconds, table.labels[0]).filter { $0.1 }.map(\.0)
        #expect(anomalous == Array(100..<150) + Array(480..<500))
        #expect(
            try String(decoding: bytes("t.csv"), as: UTF8.self) == """
                device,fault,field,start,end
                press1,shift,y,2026-01-01T00:01:40.000Z,2026-01-01T00:02:30.000Z
                press1,dropout,,2026-01-01T00:03:20.000Z,2026-01-01T00:03:50.000Z
                press1,drift,x,2026-01-01T00:08:00.000Z,2026-01-01T00:08:19.000Z

                """
        )
    }

    @Test("[simulation-1] the same seed makes the same file")
    func repeatable() throws {
        for name in ["a.csv", "b.csv"] {
            _ = try SimulatedFile(plan(faults: .random([.spike, .stuck], gap: 50))).write(
                to: folder.path + "/" + name,
                truth: nil
            )
        }
        #expect(try bytes("a.csv") == bytes("b.csv"))
        _ = try SimulatedFile(plan(faults: .random([.spike, .stuck], gap: 50), seed: 2)).write(
            to: folder.path + "/b.csv",
            truth: nil
        )
        #expect(try bytes("a.csv") != bytes("b.csv"))
    }

    @Test("[simulation-3] a device does the same beside others")
    func fleet() throws {
        _ = try SimulatedFile(plan()).write(to: folder.path + "/one.csv", truth: nil)
        _ = try SimulatedFile(plan(devices: 3)).write(to: folder.path + "/three.csv", truth: nil)
        let one = try CSVTable(bytes("one.csv"))
        let three = try CSVTable(bytes("three.csv"), CSVOptions(texts: ["device"]))
        #expect(three.rows == 1500)
        #expect(three.texts[0][500] == "press2")
        #expect(Array(three.values[..<one.values.count]) == one.values)
    }

    @Test("[simulation-22] what cannot be written leaves nothing behind, and what was there stays")
    func unwritable() throws {
        #expect(throws: LabError.self) { try SimulatedFile(plan()).write(to: folder.path + "/no/a.csv", truth: nil) }
        try folder.write("before", to: "a.csv")
        #expect(throws: LabError.self) {
            try SimulatedFile(plan()).write(to: folder.path + "/a.csv", truth: folder.path + "/no/t.csv")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
        #expect(try bytes("a.csv") == Array("before".utf8))
        #expect(throws: LabError.self) { try SimulatedFile(plan(samples: nil)) }
    }

    @Test("[simulation-22] a file that is stopped on the way leaves nothing behind")
    func stopped() throws {
        var asked = 0
        let error = #expect(throws: LabError.self) {
            try SimulatedFile(plan(samples: 200_000)).write(to: folder.path + "/a.csv", truth: nil) {
                asked += 1
                #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.count == 1)
                return asked == 2
            }
        }
        #expect(error?.message.contains("stopped before") == true && asked == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        // A folder stands where the file belongs.
        let blocked = #expect(throws: LabError.self) { try SimulatedFile(plan()).write(to: folder.path, truth: nil) }
        #expect(blocked?.message.contains("\(folder.path) cannot be written") == true)
    }

    @Test("[simulation-20] refuses plans that cannot be simulated")
    func refuses() {
        #expect(throws: LabError.self) { try SimulationPlan(kind: .tank, devices: 0, start: start) }
        #expect(throws: LabError.self) { try SimulationPlan(kind: .tank, devices: 10_001, start: start) }
        #expect(throws: LabError.self) { try SimulationPlan(kind: .tank, interval: 999, start: start) }
        #expect(throws: LabError.self) { try SimulationPlan(kind: .tank, interval: 60_000_001, start: start) }
        #expect(throws: LabError.self) { try SimulationPlan(kind: .tank, samples: 0, start: start) }
    }
}
