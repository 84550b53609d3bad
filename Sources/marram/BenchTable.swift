import Edge

/// A bench's figures for people.
enum BenchTable {
    /// All of it, as lines.
    static func text(_ report: BenchReport) -> String {
        let (model, machine, latency) = (report.model, report.machine, report.latency)
        var lines = [
            "\(model.name) (\(model.file), version \(model.version), \(size(model.bytes)))",
            "ONNX Runtime \(machine.onnxruntime), \(machine.arch), \(machine.processors) processors, "
                + "\(machine.memoryMib) MiB",
            "",
        ]
        lines += table(
            ["one row", "runs", "p50 us", "p90 us", "p99 us", "mean us"],
            [["", "\(latency.runs)"] + [latency.p50Us, latency.p90Us, latency.p99Us, latency.meanUs].map { "\($0)" }]
        )
        lines += table(
            ["batches", "rows", "us per run", "us per row", "rows/s"],
            report.batch.map { ["", "\($0.rows)", "\($0.runUs)", "\($0.rowUs)", "\(Int($0.rowsPerSecond))"] }
        )
        lines += table(
            ["threads", "n", "p50 us", "speed-up"],
            report.threads.map { ["", "\($0.threads)", "\($0.p50Us)", "\($0.speedUp)"] }
        )
        let memory = report.memory
        lines += table(
            ["memory", "before load", "after load", "after runs"],
            [[""] + [memory.beforeLoadMib, memory.afterLoadMib, memory.afterRunsMib].map(mebibytes)]
        )
        lines += report.notes.map { "note: \($0)" }
        let choice = report.choice
        lines.append(
            "choice: batch cap \(choice.batchCap), threads \(choice.threads), "
                + (choice.ownThread ? "a thread of its own" : "on the loop's thread")
        )
        return lines.joined(separator: "\n")
    }

    /// Columns to the right but for the first, and an empty line at the end.
    private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        TextTable.lines(head, rows) + [""]
    }

    private static func mebibytes(_ value: Int?) -> String { value.map { "\($0) MiB" } ?? "unknown" }

    private static func size(_ bytes: Int) -> String {
        bytes < 10 << 20 ? "\((bytes + 1023) >> 10) KiB" : "\(bytes >> 20) MiB"
    }
}
