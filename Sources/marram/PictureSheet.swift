import Anomaly
import Foundation
import Lab
import OpenInference
import Sandbox

/// Has `marram-plot` draw scored series, each in a child process that is bounded in time.
struct PictureSheet: Sendable {
    private static let limit = Duration.seconds(30)
    private static let mostOutput = 64 << 10

    private let program: String

    /// Finds the program beside this one, else in PATH; nil where it is nowhere.
    static func find() -> PictureSheet? { Plotter.program().map { PictureSheet(program: $0.path) } }

    /// Draws a series.
    ///
    /// - Throws: `badInput` for one that the program does not draw, `internal` where it fails.
    func png(_ scored: ScoredFile, _ baseline: Baseline) async throws(InferError) -> [UInt8] {
        let result: Result<[UInt8], InferError> = await withCheckedContinuation { done in
            let thread = Thread {
                do throws(InferError) {
                    done.resume(returning: .success(try draw(scored, baseline)))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
            thread.name = "marram picture"
            thread.start()
        }
        return try result.get()
    }

    private func draw(_ scored: ScoredFile, _ baseline: Baseline) throws(InferError) -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "marram-picture-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            defer { try? FileManager.default.removeItem(at: folder) }
            let document = folder.appending(path: "series.json")
            let picture = folder.appending(path: "series.png")
            try Data(try ScorePicture(scored, baseline).json()).write(to: document)
            var child = try ChildProcess(
                ChildProgram(
                    executable: program,
                    arguments: ["-o", picture.path, document.path],
                    environment: ProcessInfo.processInfo.environment
                )
            )
            let ending = child.wait(limit: Self.limit, outputLimit: Self.mostOutput)
            guard ending.cause == .exited(0) else {
                throw InferError(.internal, "marram-plot did not draw the series: \(ending.cause) \(ending.errors)")
            }
            return [UInt8](try Data(contentsOf: picture))
        } catch let error as InferError {
            throw error
        } catch {
            throw InferError(.internal, "the series could not be drawn: \(error)")
        }
    }
}
