import ArgumentParser
import Foundation
import Lab

/// Where scores and decisions are written.
struct ScoreOutputs {
    private let out: String?
    private let isFolder: Bool
    private let decisions: String?

    /// Makes the folders that are needed.
    init(out: String?, decisions: String?, files: [String]) throws {
        self.out = out
        self.decisions = decisions
        isFolder = files.count > 1
        let names = files.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        if decisions != nil || (out != nil && isFolder), let twice = names.first(where: { Self.count($0, names) > 1 }) {
            throw ValidationError("two of the files are called \(twice); their results would overwrite one another")
        }
        for folder in [isFolder ? out : nil, decisions].compactMap({ $0 }) {
            try OutputFile.makeFolder(folder)
        }
    }

    /// Writes what was asked for.
    func write(_ scored: ScoredFile) throws {
        if let out { try scored.writeScores(to: isFolder ? "\(out)/\(scored.name).csv" : out) }
        if let decisions { try scored.writeDecisions(to: "\(decisions)/\(scored.name).txt") }
    }

    private static func count(_ name: String, _ names: [String]) -> Int { names.count { $0 == name } }
}
