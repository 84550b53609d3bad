import Drift
import Foundation

/// What the detectors decide, how long they take, how often they alarm for nothing, and how late.
///
///     drift decide JOBS       decisions on streams, one JSON object a line; see Decisions.swift
///     drift time DETECTOR VALUES.f64 REPETITIONS [NAME=VALUE...]
///                             nanoseconds per update of every repetition, as JSON
///     drift held DETECTOR VALUES.f64 [NAME=VALUE...]
///                             bytes held and allocations; see Held.swift
///     drift alarms MILLIONS [DETECTOR [NAME=VALUE...]]
///                             Markdown: false alarms per million values
///     drift delays STREAMS [DETECTOR [NAME=VALUE...]]
///                             Markdown: how late drifts are found
@main
struct DriftBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("decide", 2): try Decisions.print(jobs: arguments[1])
        case ("time", 4...): try Timing.print(Array(arguments.dropFirst()))
        case ("held", 3...): try Held.print(Array(arguments.dropFirst()))
        case ("alarms", 2...):
            try FalseAlarms.print(millions: Int(arguments[1]) ?? 1, try Contenders(Array(arguments.dropFirst(2))))
        case ("delays", 2...):
            try Delays.print(streams: Int(arguments[1]) ?? 20, try Contenders(Array(arguments.dropFirst(2))))
        default: throw BenchmarkError(text: "usage: see DriftBenchmark.swift")
        }
    }
}

/// What went wrong.
struct BenchmarkError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
