import Foundation
import Lab
import Support
import Testing
import Training

@Suite struct ModelFolderTests {
    private static let files: Set<String> = ["model.onnx", "baseline.json", "report.md"]

    @Test("[train-4] a new folder appears with all files, a present one is replaced by --force alone")
    func writes() throws {
        let workshop = try Workshop()
        let result = try workshop.train(try workshop.plan([try workshop.waves("a.csv", rows: 60)]), name: "deep/m")
        try result.write(to: workshop.model("deep/m"), overwrites: false)
        #expect(try workshop.contents("/deep") == ["m"])
        #expect(try workshop.contents("/deep/m") == Self.files)
        #expect(throws: LabError.self) { try workshop.model("deep/m").checkWritable(overwrites: false) }
        #expect(throws: LabError.self) { try result.write(to: workshop.model("deep/m"), overwrites: false) }
        try workshop.folder.write("mine", to: "deep/m/README.md")
        try workshop.folder.write("old", to: "deep/m/model.onnx")
        try result.write(to: workshop.model("deep/m"), overwrites: true)
        #expect(try workshop.contents("/deep/m") == Self.files.union(["README.md"]))
        #expect(try workshop.bytes("\(workshop.model("deep/m").path)/model.onnx") == result.model.onnx)
        #expect(try workshop.contents("/deep") == ["m"])
    }

    @Test("[train-4] an empty folder is filled, and a slash at the end changes nothing")
    func fillsEmpty() throws {
        let workshop = try Workshop()
        let result = try workshop.train(try workshop.plan([try workshop.waves("a.csv", rows: 60)]))
        try FileManager.default.createDirectory(atPath: workshop.model().path, withIntermediateDirectories: true)
        let folder = ModelFolder(workshop.model().path + "/")
        #expect(folder.name == "model")
        try result.write(to: folder, overwrites: false)
        #expect(try workshop.contents("/model") == Self.files)
        #expect(try workshop.contents() == ["a.csv", "model"])
    }

    @Test("[train-4] nothing stays behind where the folder cannot be written")
    func leavesNothing() throws {
        let workshop = try Workshop()
        let result = try workshop.train(try workshop.plan([try workshop.waves("a.csv", rows: 60)]))
        let below = workshop.model("a.csv/model")
        let error = #expect(throws: LabError.self) { try result.write(to: below, overwrites: false) }
        #expect(error?.message.contains("Not a directory") == true, "\(error?.message ?? "")")
        // A folder where the report belongs: the last of the files cannot be moved there.
        let blocked = workshop.model("blocked").path + "/report.md"
        try FileManager.default.createDirectory(atPath: blocked, withIntermediateDirectories: true)
        #expect(throws: LabError.self) { try result.write(to: workshop.model("blocked"), overwrites: true) }
        #expect(try workshop.contents() == ["a.csv", "blocked"])
        #expect(throws: LabError.self) { try workshop.model("a.csv").checkWritable(overwrites: true) }
        // All that is known before training.
        let early = #expect(throws: LabError.self) { try workshop.model("a.csv/b/c").checkWritable(overwrites: true) }
        #expect(early?.message.contains("/a.csv: Not a directory") == true, "\(early?.message ?? "")")
        #expect(throws: LabError.self) { try ModelFolder("").checkWritable(overwrites: true) }
        try workshop.model("new/deep").checkWritable(overwrites: false)
    }

    @Test("[score-4] a folder without model or baseline, or with a baseline of another model, is refused")
    func refuses() throws {
        let workshop = try Workshop()
        let result = try workshop.train(try workshop.plan([try workshop.waves("a.csv", rows: 60)]))
        func refusal() -> String {
            #expect(throws: LabError.self) { try workshop.model().readBaseline() }?.message ?? ""
        }
        #expect(refusal().contains("marram train"))
        try result.write(to: workshop.model(), overwrites: false)
        #expect(try workshop.model().readBaseline() == result.baseline)
        try workshop.folder.write("another", to: "model/model.onnx")
        #expect(refusal().contains("is not the model that baseline.json belongs to"))
        try workshop.folder.write("{}", to: "model/baseline.json")
        #expect(refusal().contains("'schema_version' is missing"))
        try FileManager.default.removeItem(atPath: workshop.model().path + "/baseline.json")
        #expect(refusal().contains("has no baseline.json"))
    }
}
