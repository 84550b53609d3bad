import Foundation
import Support
import Testing

/// `marram bench`: a model file is measured, without broker or node.
@Suite struct BenchTests {
    private static let quick = ["--seconds", "0.05"]

    private struct Report: Decodable {
        struct Model: Decodable { let name, file, version: String; let bytes: Int }
        struct Machine: Decodable { let arch, onnxruntime: String; let processors, memoryMib: Int }
        struct Latency: Decodable { let runs: Int; let p50Us, p90Us, p99Us, meanUs: Double }
        struct Batch: Decodable { let rows: Int; let runUs, rowUs, rowsPerSecond: Double }
        struct Threads: Decodable { let threads: Int; let p50Us, speedUp: Double }
        struct Memory: Decodable { let beforeLoadMib, afterLoadMib, afterRunsMib: Int? }
        struct Choice: Decodable { let batchCap, threads: Int; let ownThread: Bool }

        let model: Model
        let machine: Machine
        let latency: Latency
        let batch: [Batch]
        let threads: [Threads]
        let memory: Memory
        let choice: Choice
        let notes: [String]
    }

    private func bench(_ arguments: [String]) async throws -> Command.Result {
        try await MarramCommand().run(["bench"] + arguments + Self.quick)
    }

    private func report(_ arguments: [String]) async throws -> Report {
        let result = try await bench(arguments + ["--json"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(result.output.utf8))
    }

    @Test("[edge-75] prints tables of latency, batches, threads and memory, and what a node would choose")
    func table() async throws {
        let result = try await bench([Sample.iris])
        #expect(result.code == 0, "\(result.errors)")
        for heading in [
            #/one row +runs +p50 us +p90 us +p99 us +mean us\n/#, #/batches +rows +us per run +us per row/#,
        ] {
            #expect(result.output.contains(heading), "\(result.output)")
        }
        #expect(result.output.contains(#/\nthreads +n +p50 us +speed-up\n +1 +[\d.]+ +1\.0\n/#), "\(result.output)")
        #expect(
            result.output.contains(#/\nmemory +before load +after load +after runs\n +\d+ MiB +\d+ MiB +\d+ MiB\n/#)
        )
        #expect(result.output.contains(#/\nchoice: batch cap \d+, threads \d+, .+\n$/#), "\(result.output)")
    }

    @Test("[edge-75] --json gives the same figures to programs, of the rows and threads that were asked for")
    func json() async throws {
        let report = try await report([Sample.iris, "--rows", "8,64", "--threads", "1,2"])
        #expect(report.model.file.hasSuffix("models/iris/model.onnx"))
        #expect(report.model.bytes > 0)
        #expect(report.machine.processors > 0)
        #expect(report.batch.map(\.rows) == [1, 8, 64])
        for batch in report.batch {
            #expect(batch.runUs > 0)
            #expect(abs(batch.rowUs * Double(batch.rows) / batch.runUs - 1) < 0.1)
        }
        #expect(report.threads.map(\.threads) == [1, 2])
        let latency = report.latency
        #expect(latency.runs > 0)
        #expect(latency.p50Us <= latency.p90Us && latency.p90Us <= latency.p99Us)
        #expect(report.choice.threads == 1)
        #expect(!report.choice.ownThread)
        #expect(report.notes.contains { $0.contains("made-up") })
    }

    @Test("[edge-75] finds a configured model by its name")
    func configured() async throws {
        let marram = try MarramCommand("models: [{name: flower, path: \(Sample.iris)}]")
        let result = try await marram.run(["bench", "flower", "--rows", "1"] + Self.quick)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("flower ("))
        let unknown = try await marram.run(["bench", "tree"])
        #expect(unknown.code == 1)
        #expect(unknown.errors.hasPrefix("error: there is no file or folder tree"), "\(unknown.errors)")
        #expect(unknown.errors.contains("configured: flower"))
    }

    @Test("[edge-75] measures with given inputs, and joins as many rows of them as it needs")
    func given() async throws {
        let rows = "X=5.1,3.5,1.4,0.2;6.3,3.3,6.0,2.5"
        let report = try await report([Sample.iris, "--input", rows, "--rows", "3", "--threads", "1"])
        #expect(report.batch.map(\.rows) == [1, 3])
        #expect(!report.notes.contains { $0.contains("made-up") })
    }

    @Test(
        "says where figures are not what they seem",
        arguments: [
            ("free_inner", "sizes that the model leaves open"), ("fixed_batch", "one size of request only"),
        ]
    )
    func notes(fixture: String, note: String) async throws {
        let report = try await report([Project.fixture(fixture), "--threads", "1"])
        #expect(report.notes.contains { $0.contains(note) }, "\(report.notes)")
        #expect(report.choice.batchCap == 1)
    }

    @Test("never says that rows may be joined that depend on one another")
    func coupled() async throws {
        #expect(try await report([Project.fixture("coupled"), "--threads", "1"]).choice.batchCap == 1)
    }

    @Test(
        "names what cannot be measured, and the remedy",
        arguments: [
            (["gone.onnx"], "there is no file or folder gone.onnx"),
            ([Project.fixture("truncated")], "truncated or not an ONNX model"),
            ([Project.fixture("sequence_out")], "join it to one tensor inside the graph"),
            ([Sample.iris, "--input", "X=1,2,3"], "do not fill the shape"),
            ([Sample.iris, "--input", "Z=1,2,3,4"], "unknown input"),
            ([Project.fixture("fails_at_run"), "--input", "index=7"], "indices element out of data bounds"),
        ]
    )
    func refused(arguments: [String], reason: String) async throws {
        let result = try await bench(arguments)
        #expect(result.code == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("error: ") && result.errors.contains(reason), "\(result.errors)")
    }
}
