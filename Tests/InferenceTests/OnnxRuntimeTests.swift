import Foundation
import Testing

@testable import Inference

@Suite struct OnnxRuntimeTests {
    static let tooOld = """
        #include <stdint.h>
        #include <stdlib.h>
        static const char *seen = "unset";
        __attribute__((constructor)) static void look(void) {
            const char *found = getenv("ORT_DISABLE_TELEMETRY");
            if (found) seen = found;
        }
        static const void *table(uint32_t version) { return version <= 4 ? "" : 0; }
        static const char *name(void) { return seen[0] == '1' ? "1.4.1" : "0.0.0"; }
        static const struct { const void *(*table)(uint32_t); const char *(*name)(void); } base = {table, name};
        const void *OrtGetApiBase(void) { return &base; }
        """

    @Test("loads the library that is configured and tells its version: [inference-1]")
    func configured() throws {
        let runtime = try OnnxRuntime.load(
            library: Fixture.library,
            environment: ["MARRAM_ONNXRUNTIME": "/nowhere/libonnxruntime.so"],
            programDirectory: nil
        )
        #expect(runtime.path == Fixture.library)
        #expect(runtime.version.hasPrefix("1."))
    }

    @Test("loads the library that MARRAM_ONNXRUNTIME names: [inference-1]")
    func environment() throws {
        let variables = ["MARRAM_ONNXRUNTIME": Fixture.library]
        let runtime = try OnnxRuntime.load(library: "", environment: variables, programDirectory: "/nowhere")
        #expect(runtime.path == Fixture.library)
    }

    @Test("a path that was given is the only one tried: [inference-1]", arguments: [true, false])
    func only(configured: Bool) throws {
        let nowhere = "/nowhere/libonnxruntime.so"
        let error = #expect(throws: InferenceError.self) {
            try OnnxRuntime.load(
                library: configured ? nowhere : nil,
                environment: configured ? [:] : ["MARRAM_ONNXRUNTIME": nowhere],
                programDirectory: nil
            )
        }
        #expect(error?.code == .libraryMissing)
        #expect(
            error?.message == """
                the ONNX Runtime library was not found (tried /nowhere/libonnxruntime.so): run helpers/setup.sh, \
                install libonnxruntime1.21, or set MARRAM_ONNXRUNTIME to the library's path
                """
        )
    }

    @Test("is found beside the program, past a file that cannot serve: [inference-2]")
    func beside() throws {
        try Fixture.withFolder { folder in
            let files = FileManager.default
            try "no library".write(
                to: folder.appending(path: "libonnxruntime.so.1"),
                atomically: true,
                encoding: .utf8
            )
            try files.createDirectory(at: folder.appending(path: "lib"), withIntermediateDirectories: false)
            let link = folder.appending(path: "lib/libonnxruntime.so.1").path
            try files.createSymbolicLink(atPath: link, withDestinationPath: Fixture.library)
            let runtime = try OnnxRuntime.load(library: nil, environment: [:], programDirectory: folder.path)
            #expect(runtime.path == link)
        }
    }

    @Test("is looked for beside the program, then in the system, then in the checkout: [inference-2]")
    func places() {
        let expected = [
            "/opt/marram/libonnxruntime.so.1", "/opt/marram/lib/libonnxruntime.so.1",
            "libonnxruntime.so.1", "libonnxruntime.so", "libonnxruntime.so.1.21",
            ".marram/onnxruntime/libonnxruntime.so.1",
        ]
        #expect(OnnxRuntime.places(programDirectory: "/opt/marram") == expected)
        #expect(OnnxRuntime.places(programDirectory: nil) == Array(expected.dropFirst(2)))
    }

    @Test("a file that is no library is refused: [inference-3]")
    func noLibrary() throws {
        let path = Fixture.model("not_onnx.onnx")
        let error = #expect(throws: InferenceError.self) {
            try OnnxRuntime.load(library: path, environment: [:], programDirectory: nil)
        }
        #expect(error?.code == .libraryInvalid)
        #expect(error?.message.hasPrefix("\(path) is not an ONNX Runtime library for this machine: run") == true)
    }

    @Test("another library is refused: [inference-3]")
    func otherLibrary() throws {
        let error = #expect(throws: InferenceError.self) {
            try OnnxRuntime.load(library: "libm.so.6", environment: [:], programDirectory: nil)
        }
        #expect(error?.code == .libraryInvalid)
        #expect(error?.cause == "it has no OrtGetApiBase")
    }

    @Test("a library that is too old is refused with both versions: [inference-3]")
    func old() throws {
        try Fixture.withFolder { folder in
            let path = try Fixture.compile(Self.tooOld, in: folder)
            let error = #expect(throws: InferenceError.self) {
                try OnnxRuntime.load(library: path, environment: [:], programDirectory: nil)
            }
            #expect(error?.code == .libraryTooOld)
            let words = "\(path) is ONNX Runtime 1.4.1; 1.5 or later is needed: run helpers/setup.sh"
            #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "")")
        }
    }

    @Test("telemetry is off before the library is loaded: [inference-4]")
    func telemetry() async {
        // The stand-in library calls itself 1.4.1 only if it saw the variable while it was being loaded.
        await #expect(processExitsWith: .success) {
            unsafe unsetenv("ORT_DISABLE_TELEMETRY")
            try Fixture.withFolder { folder in
                let path = try Fixture.compile(OnnxRuntimeTests.tooOld, in: folder)
                do throws(InferenceError) {
                    _ = try OnnxRuntime.load(library: path, environment: [:], programDirectory: nil)
                    exit(2)
                } catch {
                    if !error.message.contains("1.4.1") { exit(3) }
                }
            }
        }
    }

    @Test("the library writes nothing to standard error, whatever it refuses: [inference-4]")
    func silence() async {
        let result = await #expect(
            processExitsWith: .exitCode(7),
            observing: [\.standardErrorContent, \.standardOutputContent]
        ) {
            for name in ["truncated.onnx", "future_opset.onnx", "unknown_operator.onnx", "sequence_out.onnx"] {
                _ = try? Fixture.session(name)
            }
            let session = try Fixture.session("fails_at_run.onnx")
            do {
                _ = try session.run([.integers("index", [1], [99])])
            } catch {
                exit(7)
            }
        }
        let said = (result?.standardErrorContent ?? []) + (result?.standardOutputContent ?? [])
        #expect(!String(decoding: said, as: UTF8.self).contains("onnxruntime"))
    }

    @Test("a session starts no thread but those it was given: [inference-9]")
    func threads() async {
        await #expect(processExitsWith: .success) {
            func count() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count }
            let before = try count()
            let alone = try Fixture.session("mlp.onnx", threads: 1)
            if try count() != before { exit(2) }
            let three = try Fixture.session("mlp.onnx", threads: 3)
            if try count() != before + 2 { exit(3) }
            withExtendedLifetime((alone, three)) {}
        }
    }
}
