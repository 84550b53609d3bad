import Foundation
import Lab
import Support
import Telemetry
import Training

/// A folder with made-up CSV files, and models that are trained on them.
struct Workshop {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file of two waves and a sum of them, one row a second from 2026 on.
    ///
    /// In the rows of `fault` the sum is wrong, and the column `anomaly` marks them; those of `gaps` come a minute late.
    func waves(_ name: String, rows: Int, fault: Range<Int> = 0..<0, gaps: Set<Int> = []) throws -> String {
        var text = "time,a,b,sum,anomaly\n"
        var time = Timestamp(microseconds: 1_767_225_600_000_000)
        for row in 0..<rows {
            time.microseconds += gaps.contains(row) ? 61_000_000 : 1_000_000
            let a = sin(Double(row) / 5)
            let b = cos(Double(row) / 11)
            let noise = Double((row &* 7919) % 101) / 10_000
            let sum = a + b + noise + (fault.contains(row) ? 3 : 0)
            text += "\(time.rfc3339),\(a),\(b),\(sum),\(fault.contains(row) ? 1 : 0)\n"
        }
        return try folder.write(text, to: name)
    }

    func plan(_ files: [String], window: Int = 5) throws -> TrainingPlan {
        TrainingPlan(files: files, family: .window(try WindowAutoencoder.Options(window: window)))
    }

    func train(_ plan: TrainingPlan, name: String = "model", created: Int64 = 0) throws(LabError) -> TrainingResult {
        let training = ModelTraining(
            plan,
            into: model(name),
            environment: ProcessInfo.processInfo.environment,
            created: Timestamp(microseconds: created)
        )
        return try training.run()
    }

    func model(_ name: String = "model") -> ModelFolder { ModelFolder("\(folder.path)/\(name)") }

    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    /// What stands in the folder, hidden files too.
    func contents(_ path: String = "") throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path + path))
    }
}
