import Foundation
import Models
import Testing

private let digest = String(repeating: "0a", count: 32)

/// A manifest with everything.
private let whole = """
    {"schema":1,"name":"press-ae","version":"8","created":"2026-11-20T12:00:00Z","expires":"2027-05-20T00:00:00+02:00",
     "security_version":3,"requires":{"marram":">=0.3","ort":">=1.20","opset_max":21,"arch":["x86_64","aarch64"],
     "hardware":["press-gw-*"],"ram_mib":64},
     "files":[{"path":"model.onnx","size":131073,"sha256":"\(digest)","chunk":65536,
     "chunks":["\(digest)","\(digest)","\(digest)"],"url":"model.onnx"},
     {"path":"golden-0.bin","size":768,"sha256":"\(digest)"},{"path":"golden-0.out.bin","size":0,"sha256":"\(digest)"}],
     "io":{"inputs":[{"name":"window","datatype":"FP32","shape":[-1,64,3]}],
     "outputs":[{"name":"recon","datatype":"FP32","shape":[-1,64,3]}]},
     "tests":[{"inputs":{"window":{"file":"golden-0.bin"}},
     "outputs":{"recon":{"file":"golden-0.out.bin","atol":1e-4,"rtol":1e-3}}}],
     "gates":{"load_s":20,"probe_p99_ms":25.5,"rss_mib":200,"shadow":{"min_requests":500,"agreement":0.98},
     "trial":{"error_rate":0.01,"p99_ratio":2.0,"drift":"no_major"}},
     "provenance":{"run":"mlflow:8c2"},"allow_downgrade_from":[],"note":{"of":"a later program"}}
    """

private func read(_ text: String) throws -> Manifest { try Manifest(json: Array(text.utf8)) }

/// Where a text differs from the whole one, and what is said of it.
private let bad: [(find: String, put: String, code: UpdateCode, message: String)] = [
    (#""schema":1,"#, "", .badManifest, "has no 'schema'"),
    (#""schema":1"#, #""schema":2"#, .badManifest, "this program reads 1"),
    (#""schema":1"#, #""schema":1.0"#, .badManifest, "expected a whole number"),
    (#""schema":1"#, #""schema":1,"schema":1"#, .badManifest, "stands twice"),
    (#""name":"press-ae","#, "", .badManifest, "has no 'name'"),
    (#""press-ae""#, #""press/ae""#, .badManifest, "'name' is 'press/ae'"),
    (#""press-ae""#, #""..""#, .badManifest, "'name' is '..'"),
    (#""version":"8""#, #""version":8"#, .badManifest, "'version' is a number; expected a string"),
    (#""version":"8""#, #""version":"""#, .badManifest, "'version'"),
    ("2026-11-20T12:00:00Z", "yesterday", .badManifest, "'created' is 'yesterday'"),
    ("2027-05-20T00:00:00+02:00", "2027-05-20T00:00:00", .badManifest, "'expires'"),
    (#""expires""#, #""expire""#, .badManifest, "did you mean 'expires'?"),
    (#""security_version""#, #""securityVersion""#, .badManifest, "did you mean 'security_version'?"),
    (#""security_version":3"#, #""security_version":-1"#, .badManifest, "'security_version' is -1"),
    (#""security_version":3"#, #""security_version":1e3"#, .badManifest, "expected a whole number"),
    (#""security_version":3"#, #""security_version":1e999"#, .badManifest, "beyond what a Double holds"),
    (#""security_version":3"#, #""security_version":NaN"#, .badManifest, "is not JSON"),
    (">=0.3", "0.3", .badManifest, "'requires.marram' is '0.3'"),
    (">=1.20", ">=1.x", .badManifest, "'requires.ort'"),
    (#""ram_mib":64"#, #""gpu":"yes""#, .badManifest, "'requires.gpu' is not known to this program"),
    (#""ram_mib":64"#, #""ram_mb":64"#, .badManifest, "did you mean 'ram_mib'?"),
    (#""load_s":20"#, #""load_s":-1"#, .badManifest, "'gates.load_s' is -1.0"),
    (#""agreement":0.98"#, #""agreement":98"#, .badManifest, "'gates.shadow.agreement' is 98.0"),
    (#""rss_mib":200"#, #""colour":"red""#, .badManifest, "'gates.colour' is not known"),
    ("no_major", "none", .badManifest, "expected 'no_major'"),
    (#""size":768"#, #""size":-1"#, .badManifest, "'files[1].size' is -1"),
    (#""size":768"#, #""size":768.5"#, .badManifest, "'files[1].size' is 768.5"),
    (#""size":768"#, #""size":9223372036854775807"#, .badManifest, "'files[1].size'"),
    (#""size":768"#, #""size":1099511627776"#, .badManifest, "of all files together"),
    (
        #""size":768,"sha256":"\#(digest)""#, #""size":768,"sha256":"0a""#, .badManifest,
        "expected 64 hexadecimal digits"
    ),
    (#""size":768,"sha256""#, #""size":768,"sha1""#, .badManifest, "'files[1]"),
    (#""chunk":65536"#, #""chunk":65535"#, .badManifest, "'files[0].chunk' is 65535"),
    (#""chunk":65536"#, #""chunk":67108865"#, .badManifest, "'files[0].chunk'"),
    (#""chunk":65536"#, #""chunk":131072"#, .badManifest, "has 3 digests; 131073 bytes in chunks of 131072 have 2"),
    (#""chunk":65536,"#, "", .badManifest, "without the other"),
    (#""path":"model.onnx""#, #""path":"other.onnx""#, .badManifest, "has no model.onnx"),
    (#""path":"golden-0.bin""#, #""path":"../golden-0.bin""#, .badPath, "has the path '../golden-0.bin'"),
    (#""path":"golden-0.bin""#, #""path":"MODEL.onnx""#, .badPath, "case apart"),
    (#""path":"golden-0.bin""#, #""path":"manifest.sig""#, .badPath, "manifest.sig"),
    (#""url":"model.onnx""#, #""url":"../model.onnx""#, .badPath, "'files[0].url'"),
    (#""datatype":"FP32","shape":[-1,64,3]}],"#, #""datatype":"FP33","shape":[]}],"#, .badManifest, "'FP33'"),
    ("[-1,64,3]", "[-2]", .badManifest, "'io.inputs[0].shape[0]' is -2"),
    (#"{"file":"golden-0.bin"}"#, #"{"file":"golden-9.bin"}"#, .badManifest, "which is not one of 'files'"),
    (#""atol":1e-4"#, #""atol":-1e-4"#, .badManifest, "atol"),
    (#""run":"mlflow:8c2""#, #""run":8"#, .badManifest, "'provenance.run' is a number"),
    (#""run":"mlflow:8c2""#, #""run":"\u0007""#, .badManifest, "control characters"),
    (#""allow_downgrade_from":[]"#, #""allow_downgrade_from":[2]"#, .badManifest, "never falls"),
    (#""allow_downgrade_from":[]"#, #""allow_downgrade_from":3"#, .badManifest, "expected an array"),
    (#""note":{"#, #""gates ":{"#, .badManifest, "did you mean 'gates'?"),
    (#"later program"}}"#, #"later program"}"#, .badManifest, "was it cut off?"),
    (#"later program"}}"#, #"later program"}} x"#, .badManifest, "nothing after the object"),
]

@Suite("Manifests")
struct ManifestTests {
    @Test("[bundle-1] everything that the contract has is read")
    func reads() throws {
        let manifest = try read(whole)
        #expect(manifest.name == "press-ae" && manifest.version == "8" && manifest.securityVersion == 3)
        #expect(manifest.created == Date(timeIntervalSince1970: 1_795_176_000))
        #expect(manifest.expires == Date(timeIntervalSince1970: 1_810_764_000))
        #expect(manifest.requires.arch == ["x86_64", "aarch64"] && manifest.requires.ramMiB == 64)
        #expect(manifest.files.map(\.path) == ["model.onnx", "golden-0.bin", "golden-0.out.bin"])
        #expect(manifest.files[0].chunk == 65_536 && manifest.files[0].chunks.count == 3)
        #expect(manifest.byteCount == 131_841)
        #expect(manifest.ports?.outputs.first?.shape == [-1, 64, 3])
        #expect(manifest.tests.first?.outputs["recon"]?.atol == 1e-4)
        #expect(manifest.gates.trial.drift == "no_major" && manifest.gates.probeP99Milliseconds == 25.5)
        #expect(manifest.provenance == ["run": "mlflow:8c2"])
    }

    @Test(
        "[bundle-2] what is missing, misspelt, out of range or of another type is refused by its path",
        arguments: bad.indices
    )
    func refuses(_ index: Int) throws {
        let (find, put, code, message) = bad[index]
        let range = try #require(whole.range(of: find))
        let error = #expect(throws: UpdateError.self) { try read(whole.replacingCharacters(in: range, with: put)) }
        #expect(error?.code == code && error?.message.contains(message) == true, "\(put): \(error?.message ?? "taken")")
        #expect(error?.message.hasPrefix("manifest.json") == true)
    }

    @Test("[bundle-2] size and depth are bounded")
    func bounded() {
        let large = #"{"schema":1,"note":""# + String(repeating: "x", count: 1 << 20) + #""}"#
        #expect(throws: UpdateError.self) { try read(large) }
        let deep = #"{"schema":1,"note":"# + String(repeating: "[", count: 20) + String(repeating: "]", count: 20) + "}"
        let error = #expect(throws: UpdateError.self) { try read(deep) }
        #expect(error?.message.contains("nested deeper") == true)
        let many = (0...256).map { #"{"path":"f\#($0)","size":0,"sha256":"\#(digest)"}"# }.joined(separator: ",")
        #expect(throws: UpdateError.self) {
            try read(#"{"schema":1,"name":"a","version":"1","files":[\#(many)]}"#)
        }
    }

    @Test("[bundle-3] what is written is read as the same, and equal ones are written alike")
    func writes() throws {
        let manifest = try read(whole)
        let text = manifest.json()
        #expect(try Manifest(json: text) == manifest)
        #expect(try Manifest(json: text).json() == text)
        let small = Manifest(
            name: "a",
            version: "1",
            files: [Manifest.File(path: "model.onnx", size: 0, sha256: Array(repeating: 1, count: 32))]
        )
        #expect(try Manifest(json: small.json()) == small)
    }

    @Test(
        "[bundle-4] names of files are plain",
        arguments: [
            ("model.onnx", true), ("a-b_c.9", true), ("-x", true), (String(repeating: "a", count: 128), true),
            ("", false),
            (".", false), ("..", false), (".hidden", false), ("a/b", false), ("a\\b", false), ("a b", false),
            ("ä", false),
            ("a\0", false), ("Manifest.JSON", false), ("manifest.sig", false),
            (String(repeating: "a", count: 129), false),
        ]
    )
    func paths(_ path: String, _ isValid: Bool) { #expect(BundlePath.isValid(path) == isValid) }

    @Test(
        "[bundle-4] a file's address is a plain reference below the manifest, or a URL",
        arguments: [
            ("model.onnx", true), ("v8/model.onnx", true), ("https://host/a?b=c#d", true), ("s3://bucket/key", true),
            ("/etc/passwd", false), ("../x", false), ("a/../../x", false), ("a/%2e%2e/x", false), ("//host/x", false),
            ("ftp://host/x", false), ("javascript:x", false), ("a b", false), ("a\u{2028}b", false), ("?x", false),
            ("", false),
        ]
    )
    func addresses(_ text: String, _ isValid: Bool) throws {
        let range = try #require(whole.range(of: #""url":"model.onnx""#))
        let changed = whole.replacingCharacters(in: range, with: #""url":"\#(text)""#)
        #expect(((try? read(changed)) != nil) == isValid)
    }
}
