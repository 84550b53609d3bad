import Anomaly
import Foundation
import Models
import Support
import Testing

@testable import Edge
@testable import Storage

@Suite("The arguments of a training")
struct TrainingWordsTests {
    private static func words(
        family: String?,
        fields: [String] = ["x", "y"],
        others: [String] = []
    ) throws -> [String] {
        let form = try #require(RowForm(fields: fields.count, digest: [UInt8](repeating: 1, count: 32)))
        let model = ServingModel(
            version: "3",
            securityFloor: 2,
            baseline: try Fitted.baseline(fields: fields),
            family: family,
            byteCount: 1
        )
        return try TrainingWords(
            model: model,
            export: RowExport(archive: RowArchive(folder: "/none", form: form), fields: fields),
            source: "/w/rows.csv",
            target: "/w/press",
            version: "3-r1",
            key: ("/k.pem", "device"),
            others: others
        ).all()
    }

    @Test("[retrain-50] the kind, the windows and the rule for scores are those of the model in service")
    func all() throws {
        let words = try Self.words(family: "dense_autoencoder", others: ["--epochs", "5"])
        let expected = [
            "train", "/w/rows.csv", "--out", "/w/press", "--delimiter", ",", "--time-column", "time", "--time-format",
            "epoch_us", "--key-column", "stretch", "--family", "dense", "--window", "3", "--stride", "1", "--smooth",
            "10",
            "--quantile", "0.99", "--factor", "2.0", "--on-after", "1", "--off-after", "1", "--off-ratio", "1.0",
            "--bundle-version", "3-r1", "--security-version", "2", "--key", "/k.pem", "--key-id", "device", "--epochs",
            "5",
        ]
        #expect(words == expected)
        #expect(try Self.words(family: "window_autoencoder").contains("window"))
    }

    @Test(
        "[retrain-52] a model that was not made by marram train needs a --family",
        arguments: [nil, "forest"] as [String?]
    )
    func foreign(family: String?) throws {
        #expect(throws: EdgeError.self) { try Self.words(family: family) }
        let named = try Self.words(family: family, others: ["--family", "dense"])
        #expect(named.count { $0 == "--family" } == 1)
        #expect(try Self.words(family: family, others: ["--family=window"]).last == "--family=window")
    }

    @Test("[retrain-50] fields that would be taken for labels are named")
    func labels() throws {
        let words = try Self.words(family: "window_autoencoder", fields: ["x", "label"])
        #expect(words.contains("--columns") && words.contains("x,label"))
        #expect(throws: EdgeError.self) { try Self.words(family: "window_autoencoder", fields: ["a,b", "label"]) }
    }

    @Test(
        "[retrain-55] a version is told from the one before by its time, and does not grow",
        arguments: [
            ("1.2", "1.2-r20261122T055400Z"), ("1.2-r20261121T000000Z", "1.2-r20261122T055400Z"),
            ("a-release", "a-release-r20261122T055400Z"), ("x-r", "x-r-r20261122T055400Z"),
            (String(repeating: "v", count: 64), String(repeating: "v", count: 46) + "-r20261122T055400Z"),
        ]
    )
    func version(before: String, after: String) throws {
        let model = ServingModel(
            version: before,
            securityFloor: 0,
            baseline: try Fitted.baseline(),
            family: nil,
            byteCount: 1
        )
        #expect(model.nextVersion(at: "20261122T055400Z") == after)
        #expect(BundlePath.isName(after))
    }

    @Test("[retrain-47] rows are as many as fit the memory, the largest file, and no fewer than 1000")
    func size() {
        #expect(TrainingSize.mostRows(fields: 8, window: 20, memory: 1 << 30) > 1_000_000)
        #expect(TrainingSize.mostRows(fields: 8, window: 20, memory: 64 << 20) < 100_000)
        #expect(TrainingSize.mostRows(fields: 1024, window: 20, memory: 0) == 1000)
        #expect(TrainingSize.mostRows(fields: 1, window: 20, memory: 1 << 40) * (32 + 16) <= 1 << 30)
        #expect(TrainingSize.bytes(rows: 10, fields: 1, 1 << 20) == 480)
        #expect(TrainingSize.bytes(rows: .max, fields: 1, 200) == 480)
    }
}
