import Cryptography
import FoundationEssentials
import Telemetry

extension Manifest {
    /// The text of `manifest.json`: keys sorted, two spaces a level; equal for equal manifests.
    ///
    /// Times are written to the second.
    public func json() -> [UInt8] {
        StrictJSON.sorted([
            "schema": .whole(Int64(Self.schema)),
            "name": .string(name),
            "version": .string(version),
            "created": created.map(Self.text),
            "expires": expires.map(Self.text),
            "security_version": .whole(Int64(securityVersion)),
            "requires": requires == Requirements() ? nil : requires.json,
            "files": .array(files.map(\.json)),
            "io": ports.map {
                .sorted(["inputs": .array($0.inputs.map(\.json)), "outputs": .array($0.outputs.map(\.json))])
            },
            "tests": tests.isEmpty ? nil : .array(tests.map(\.json)),
            "gates": gates == Gates() ? nil : gates.json,
            "provenance": provenance.isEmpty ? nil : .sorted(provenance.mapValues { .string($0) }),
        ]).pretty()
    }

    private static func text(_ time: Date) -> StrictJSON {
        let seconds = time.timeIntervalSince1970.rounded(.down)
        let timestamp = Timestamp(microseconds: Int64(min(max(seconds, -62_167_219_200), 253_402_300_799)) * 1_000_000)
        return .string(timestamp.rfc3339.replacing(".000Z", with: "Z"))
    }

    fileprivate static func hexadecimal(_ bytes: [UInt8]) -> StrictJSON {
        .string(SHA256Digest(bytes: bytes)?.hexadecimal ?? "")
    }

    fileprivate static func numbers(_ numbers: [Int]) -> StrictJSON { .array(numbers.map { .whole(Int64($0)) }) }

    fileprivate static func number(_ value: Double?) -> StrictJSON? { value.map { .number($0, whole: nil) } }
}

extension Manifest.File {
    fileprivate var json: StrictJSON {
        .sorted([
            "path": .string(path), "size": .whole(size), "sha256": Manifest.hexadecimal(sha256),
            "chunk": chunk.map { .whole($0) },
            "chunks": chunk == nil ? nil : .array(chunks.map(Manifest.hexadecimal)),
            "url": url.map { .string($0) },
        ])
    }
}

extension Manifest.Port {
    fileprivate var json: StrictJSON {
        .sorted(["name": .string(name), "datatype": .string(datatype), "shape": Manifest.numbers(shape)])
    }
}

extension Manifest.GoldenTest {
    fileprivate var json: StrictJSON {
        .sorted(["inputs": .sorted(inputs.mapValues(\.json)), "outputs": .sorted(outputs.mapValues(\.json))])
    }
}

extension Manifest.TensorFile {
    fileprivate var json: StrictJSON { .sorted(["file": .string(file), "shape": shape.map(Manifest.numbers)]) }
}

extension Manifest.Expectation {
    fileprivate var json: StrictJSON {
        .sorted([
            "file": .string(file), "shape": shape.map(Manifest.numbers), "atol": Manifest.number(atol),
            "rtol": Manifest.number(rtol),
        ])
    }
}

extension Manifest.Requirements {
    fileprivate var json: StrictJSON {
        .sorted([
            "marram": marram.map { .string($0) }, "ort": ort.map { .string($0) },
            "opset_max": opsetMax.map { .whole(Int64($0)) },
            "arch": arch.isEmpty ? nil : .array(arch.map { .string($0) }),
            "hardware": hardware.isEmpty ? nil : .array(hardware.map { .string($0) }),
            "ram_mib": ramMiB.map { .whole(Int64($0)) },
        ])
    }
}

extension Manifest.Gates {
    fileprivate var json: StrictJSON {
        .sorted([
            "load_s": Manifest.number(loadSeconds), "probe_p99_ms": Manifest.number(probeP99Milliseconds),
            "rss_mib": rssMiB.map { .whole(Int64($0)) },
            "shadow": shadow == Manifest.Shadow() ? nil : shadow.json,
            "trial": trial == Manifest.Trial() ? nil : trial.json,
        ])
    }
}

extension Manifest.Shadow {
    fileprivate var json: StrictJSON {
        .sorted(["min_requests": minRequests.map { .whole(Int64($0)) }, "agreement": Manifest.number(agreement)])
    }
}

extension Manifest.Trial {
    fileprivate var json: StrictJSON {
        .sorted([
            "error_rate": Manifest.number(errorRate), "p99_ratio": Manifest.number(p99Ratio),
            "drift": drift.map { .string($0) },
        ])
    }
}
