import Foundation

/// What a node has said on its topics, as lines of a topic, a space and a payload.
struct Said {
    private let lines: [Substring]

    init(_ output: String) { lines = output.split(separator: "\n") }

    /// Where a job was, in the order in which it was told.
    func progress(of job: String) -> [Progress] { all("marram/v1/n1/model/press/job/\(job)") }

    /// The state that was told last.
    var state: State? { (all("marram/v1/n1/model/press/state") as [State]).last }

    /// Events of models of a kind, in the order in which they were told.
    func events(_ kind: String) -> [Event] {
        (all("marram/v1/n1/event/model") as [Event]).filter { $0.type == "io.marram.model.\(kind).v1" }
    }

    private func all<Value: Decodable>(_ topic: String) -> [Value] {
        lines.compactMap { line in
            guard line.hasPrefix(topic + " ") else { return nil }
            return try? JSONDecoder().decode(Value.self, from: Data(line.dropFirst(topic.count + 1).utf8))
        }
    }
}

/// Where a job is.
struct Progress: Decodable, Hashable {
    let seq: Int
    let status: String
    let phase: String
    let code: String?
    let details: [String: String]?

    var isFinal: Bool { ["SUCCEEDED", "FAILED", "REJECTED", "CANCELED"].contains(status) }
}

/// What is told of a model.
struct State: Decodable {
    struct Resident: Decodable, Equatable {
        let version: String
        let bundle: String
    }

    struct Candidate: Decodable { let phase: String }

    struct Rejected: Decodable {
        let bundle: String
        let code: String
    }

    let active: Resident?
    let previous: Resident?
    let candidate: Candidate?
    let rejected: [Rejected]
    let floor: Int

    private enum CodingKeys: String, CodingKey {
        case active, previous, candidate, rejected
        case floor = "security_floor"
    }
}

/// Something that happened to a model.
struct Event: Decodable {
    struct About: Decodable {
        let version: String?
        let code: String?
    }

    let id: String
    let type: String
    let data: About
}
