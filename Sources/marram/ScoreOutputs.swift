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
        var places = out.map { out in isFolder ? names.map { "\(out)/\($0).csv" } : [out] } ?? []
        places += decisions.map { folder in names.map { "\(folder)/\($0).txt" } } ?? []
        let inputs = Set(files.map(Self.place))
        if let place = places.first(where: { inputs.contains(Self.place($0)) }) {
            throw ValidationError("the results would write over \(place), which is to be scored; name another place")
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

    /// Where a file is, however it is named.
    private static func place(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }

    private static func count(_ name: String, _ names: [String]) -> Int { names.count { $0 == name } }
}
