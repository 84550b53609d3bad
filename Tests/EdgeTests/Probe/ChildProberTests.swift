import Foundation
import Models
import Support
import Testing
import Transfer

@testable import Edge

@Suite("The probe of a bundle", .timeLimit(.minutes(2)))
struct ChildProberTests {
    static func prober(
        _ executable: String? = nil,
        memory: Int = 1 << 30,
        time: Duration = .seconds(60),
        library: String? = nil
    ) throws -> ChildProber {
        var environment = ["SECRET": "hunter2", "PATH": "/usr/bin:/bin"]
        environment["MARRAM_ONNXRUNTIME"] = Project.onnxRuntime
        // Where the program is built with a sanitizer, want of memory is to be told as ever.
        environment["ASAN_OPTIONS"] = "detect_leaks=0 allocator_may_return_null=1"
        environment["TSAN_OPTIONS"] = "allocator_may_return_null=1"
        return ChildProber(
            executable: try executable ?? Project.program("marram"),
            limits: ProbeLimits(memory: memory, time: time),
            environment: environment,
            library: library
        )
    }

    static func probe(_ bundle: ProbeFolder, _ prober: ChildProber? = nil) throws -> ProbeReport {
        try (prober ?? self.prober()).probe(folder: bundle.path) { false }
    }

    /// The error of a probe; nil where there is none.
    static func refusal(_ bundle: ProbeFolder, _ prober: ChildProber? = nil) throws -> UpdateError? {
        do {
            _ = try probe(bundle, prober)
            return nil
        } catch let error as UpdateError {
            return error
        }
    }

    @Test("[probe-1] [probe-5] [probe-14] reports on a model that is well")
    func well() throws {
        let folder = try ProbeFolder.sums()
        let bundle = try BundleFolder.verify(folder: folder.path, trust: nil, allowsUnsigned: true)
        let report = try Self.prober().probe(bundle, cancellation: Cancellation())
        #expect(report.isConfined)
        #expect(report.tests == 1)
        #expect((1...200).contains(report.runs))
        #expect(report.loadMilliseconds > 0)
        #expect(try #require(report.p99Microseconds) >= 0)
        #expect((10...500).contains(report.rssMiB))
        #expect(report.runtime.hasPrefix("1."))
    }

    @Test("[probe-11] refuses one that answers another way, and says where")
    func golden() throws {
        let sums = try Self.refusal(ProbeFolder.sums([1.5, 0, 3.5, 12]))
        #expect(sums?.code == .probeFailed)
        #expect(
            sums?.message.hasPrefix("tests[0]: output 'sum' is 3.25 at [1,0], sum.bin expects 3.5 (atol 0.0") == true
        )
        #expect(try Self.refusal(ProbeFolder.sums(product: [0.505, -4.005, 0.75, 32])) == nil)
        let products = try Self.refusal(ProbeFolder.sums(product: [0.52, -4, 0.75, 32]))
        #expect(products?.message.hasPrefix("tests[0]: output 'product' is 0.5 at [0,0]") == true)
    }

    @Test(
        "[probe-9] refuses one with other inputs or outputs than the manifest says",
        arguments: [
            (["a", "b"], "FP32", [-1, 2], nil),
            (["a"], "FP32", [-1, 2], "the model has the input 'b', which the manifest does not name"),
            (["a", "b", "c"], "FP32", [-1, 2], "the model has no input 'c', it has [a, b]"),
            (["a", "b"], "FP64", [-1, 2], "input 'a' is FP32 [-1, 2], the manifest says FP64 [-1, 2]"),
            (["a", "b"], "FP32", [1, 2], "input 'a' is FP32 [-1, 2], the manifest says FP32 [1, 2]"),
            (["a", "b"], "FP32", [-1], "input 'a' is FP32 [-1, 2], the manifest says FP32 [-1]"),
        ] as [([String], String, [Int], String?)]
    )
    func ports(inputs: [String], datatype: String, shape: [Int], expected: String?) throws {
        var bundle = try ProbeFolder.sums()
        bundle.manifest.tests = []
        bundle.manifest.ports = Manifest.Ports(
            inputs: inputs.map { Manifest.Port(name: $0, datatype: datatype, shape: shape) },
            outputs: ["sum", "product"].map { Manifest.Port(name: $0, datatype: "FP32", shape: [-1, 2]) }
        )
        try bundle.write()
        let error = try Self.refusal(bundle)
        #expect(error?.code == expected.map { _ in .probeFailed })
        #expect(error?.message.hasPrefix(expected ?? "") ?? true, "\(error?.message ?? "")")
    }

    @Test(
        "[probe-8] refuses what cannot be loaded",
        arguments: [
            ("not_onnx", UpdateCode.probeFailed), ("truncated", .probeFailed), ("empty", .probeFailed),
            ("future_opset", .requires), ("future_ir", .requires), ("sequence_out", .requires),
            ("unknown_operator", .requires),
        ]
    )
    func unloadable(fixture: String, code: UpdateCode) throws {
        let error = try Self.refusal(ProbeFolder(fixture))
        #expect(error?.code == code, "\(error?.message ?? "none")")
    }

    @Test("[probe-6] [probe-15] ends one that wants too much memory, and says so")
    func memory() throws {
        let error = try Self.refusal(ProbeFolder("hungry"))
        #expect(error?.code == .probeMemory)
        #expect(error?.message.contains("raise inference.probe_memory") == true)
    }

    @Test("[probe-6] [probe-15] says so too where the memory ends with what the model gives")
    func results() throws {
        let error = try Self.refusal(ProbeFolder("bulky"), Self.prober(memory: 350 << 20))
        #expect(error?.code == .probeMemory)
        #expect(error?.message.contains("ran out of memory") == true)
    }

    @Test("[probe-4] [probe-15] ends one that comes to no end")
    func time() throws {
        let error = try Self.refusal(ProbeFolder("endless"), Self.prober(time: .seconds(1)))
        #expect(error?.code == .probeTimeout)
        #expect(error?.message.contains("longer than 1.0 seconds") == true)
    }

    @Test("[probe-4] ends when it is cancelled")
    func cancelled() throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        let folder = try ProbeFolder("endless")
        let bundle = try BundleFolder.verify(folder: folder.path, trust: nil, allowsUnsigned: true)
        let error = #expect(throws: UpdateError.self) {
            try Self.prober().probe(bundle, cancellation: cancellation)
        }
        #expect(error?.code == .cancelled)
    }

    @Test(
        "[probe-8] [probe-12] [probe-13] holds a model to its gates",
        arguments: [
            (1e-9, nil, nil, UpdateCode.probeSlow, "gates.load_s"),
            (nil, 1e-9, nil, .probeSlow, "gates.probe_p99_ms"), (nil, nil, 1, .probeMemory, "gates.rss_mib"),
            (60, 60000, 4000, nil, ""),
        ] as [(Double?, Double?, Int?, UpdateCode?, String)]
    )
    func gates(load: Double?, p99: Double?, rss: Int?, code: UpdateCode?, key: String) throws {
        var bundle = try ProbeFolder.sums()
        bundle.manifest.gates.loadSeconds = load
        bundle.manifest.gates.probeP99Milliseconds = p99
        bundle.manifest.gates.rssMiB = rss
        try bundle.write()
        let error = try Self.refusal(bundle)
        #expect(error?.code == code)
        #expect(error?.message.contains(key) ?? true)
    }

    @Test("[probe-12] asks for golden tests where made-up inputs are not taken")
    func unmeasured() throws {
        // It takes indices from 10 to 12 alone.
        var bundle = try ProbeFolder("picky")
        #expect(try Self.probe(bundle).p99Microseconds == nil)
        bundle.manifest.gates.probeP99Milliseconds = 1000
        try bundle.write()
        let error = try Self.refusal(bundle)
        #expect(error?.code == .probeFailed)
        #expect(error?.message.contains("add golden tests") == true)
    }

    @Test("[probe-10] reads no golden files but plain ones of their size")
    func goldenFiles() throws {
        let bundle = try ProbeFolder.sums()
        let file = bundle.path + "/a.bin"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: file))
        #expect(try Self.refusal(bundle)?.message == "a.bin has 3 bytes, the manifest says 16")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: bundle.path + "/b.bin")
        let link = try Self.refusal(bundle)
        #expect(link?.code == .probeFailed)
        #expect(link?.message.contains("symbolic link") == true)
    }

    @Test("[probe-16] does not blame the bundle for a library or a program that is not there")
    func innocent() throws {
        let bundle = try ProbeFolder("mlp")
        #expect(try Self.refusal(bundle, Self.prober(library: "/none/lib.so"))?.code == .internal)
        #expect(try Self.refusal(bundle, Self.prober("/none/marram"))?.code == .internal)
    }
}
