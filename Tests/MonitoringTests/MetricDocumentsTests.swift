import Foundation
import Support
import Testing

@testable import Monitoring

@Suite("Documents about metrics")
struct MetricDocumentsTests {
    /// The names that a sample of a metric may have.
    private static let samples = Set(
        Metric.all.flatMap { metric in
            metric.kind == .histogram
                ? ["_bucket", "_sum", "_count"].map { metric.name + $0 } : [metric.name]
        }
    )

    private static func names(in path: String) throws -> Set<String> {
        let text = try String(contentsOfFile: Project.root.path + "/" + path, encoding: .utf8)
        return Set(text.matches(of: /\b(?:marram|process)_[a-z0-9_]+/).map { String($0.output) })
    }

    @Test(
        "[metrics-12] name metrics that there are",
        arguments: ["docs/grafana/marram.json", "docs/grafana/alerts.yml"]
    )
    func nameWhatThereIs(_ path: String) throws {
        let names = try Self.names(in: path)
        #expect(names.count > 10)
        #expect(names.subtracting(Self.samples).isEmpty, "\(path)")
    }

    @Test("[metrics-12] the dashboard is one that Grafana reads, each panel with queries in a place of its own")
    func dashboardIsOne() throws {
        let data = try Data(contentsOf: URL(filePath: Project.root.path + "/docs/grafana/marram.json"))
        let dashboard = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        for panel in panels {
            let targets = try #require(panel["targets"] as? [[String: Any]])
            #expect(!targets.isEmpty && targets.allSatisfy { ($0["expr"] as? String)?.isEmpty == false })
        }
        let places = panels.compactMap { $0["gridPos"] as? [String: Int] }.map { "\($0["x"] ?? -1),\($0["y"] ?? -1)" }
        #expect(Set(places).count == panels.count)
    }

    @Test("[metrics-12] the table has each metric with kind, labels and meaning, in order")
    func tableIsWhole() throws {
        let text = try String(contentsOfFile: Project.root.path + "/docs/metrics.md", encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(
            rows
                == Metric.all.map { metric in
                    "| `\(metric.name)` | \(metric.kind.rawValue) | \(metric.labels.joined(separator: ", ")) | \(metric.help) |"
                }
        )
    }
}
