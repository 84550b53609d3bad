import Foundation
import Testing

@testable import Monitoring

@Suite("Metrics")
struct ExpositionTests {
    /// A state in which everything has a value, with names that need escaping.
    static func state() -> NodeState {
        var state = NodeState(node: NodeSection(name: "n\"1\\", version: "1", runtime: "r", arch: "a", started: "t"))
        var system = SystemSection()
        (system.processSeconds, system.residentBytes, system.virtualBytes) = (1.25, 1, 2)
        (system.openFiles, system.mostFiles, system.processStart) = (3, 4, 1_795_348_800.5)
        (system.memoryAvailable, system.diskFree, system.load, system.temperature) = (5, 6, [0.5], 48.5)
        state.system = system
        state.requests.errors = ["bad_input": 2]
        state.requests.http = RequestSection.Flow(received: 3, answered: 2)
        var model = ModelSection(name: "press", version: "7\n8")
        (model.runs, model.batchMean, model.batchLimit) = (10, 2.5, 64)
        model.batchSizes = ["1": 4, "4": 5, "more": 1]
        var counts = [Int](repeating: 3, count: Histogram.bounds.count)
        counts[0] = 1
        model.latencies = Histogram(cumulative: counts, sum: 4_500_000, count: 4)
        var candidate = CandidateSection()
        (candidate.version, candidate.phase, candidate.compared, candidate.agreed) = ("8", "SHADOW", 5, 4)
        (candidate.failed, candidate.sharePercent, candidate.errors) = (1, 20, 0)
        model.candidate = candidate
        state.models = [model]
        let step = UpdateSection.Step(phase: "TRIAL", status: "FAILED", time: "t")
        state.updates.note(job: "j", model: "press", version: "8", step, isEnd: true)
        state.mqtt.uplink = ConnectionSection.Link(broker: "b:1")
        state.bindings = [BindingSection(name: "vibration", model: "press", topic: "t")]
        var drift = DriftSection(binding: "vibration", model: "press")
        drift.state = "drift"
        var feature = DriftFeature(feature: "$.x", scope: "input", state: "drift")
        feature.statistics = [
            DriftFeature.Statistic(name: "psi", value: 0.3, warning: 0.1, drift: 0.25, probability: nil)
        ]
        drift.features = [feature]
        state.drift = [drift]
        return state
    }

    @Test("[metrics-1] follow Prometheus' text format")
    func followTheFormat() throws {
        let name = "[a-zA-Z_:][a-zA-Z0-9_:]*"
        let label = #"[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*""#
        let sample = try Regex(
            #"^(\#(name))(\{\#(label)(?:,\#(label))*\})? (\+Inf|-Inf|NaN|-?[0-9.]+(?:e[+-]?[0-9]+)?)$"#
        )
        let help = try Regex("^# HELP \(name) .+$")
        let kind = try Regex("^# TYPE \(name) (counter|gauge|histogram)$")
        let text = Self.state().metrics
        #expect(text.hasSuffix("\n"))
        var types: [String: String] = [:]
        var seen: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# TYPE") {
                #expect(try kind.wholeMatch(in: line) != nil, "\(line)")
                let words = line.split(separator: " ")
                #expect(types.updateValue(String(words[3]), forKey: String(words[2])) == nil, "told twice: \(line)")
            } else if line.hasPrefix("#") {
                #expect(try help.wholeMatch(in: line) != nil, "\(line)")
            } else {
                let match = try #require(try sample.wholeMatch(in: line), "\(line)")
                let own = String(match.output[1].substring ?? "")
                let series = own + String(match.output[2].substring ?? "")
                #expect(seen.insert(series).inserted, "twice: \(series)")
                #expect(
                    types[own] != nil
                        || ["_bucket", "_sum", "_count"].contains { suffix in
                            own.hasSuffix(suffix) && types[String(own.dropLast(suffix.count))] == "histogram"
                        },
                    "without a type: \(line)"
                )
            }
        }
    }

    @Test("[metrics-1] label values are escaped")
    func labelsAreEscaped() {
        let text = Self.state().metrics
        #expect(text.contains(#"marram_info{node="n\"1\\",instance="",version="1",runtime="r",arch="a"} 1"#))
        #expect(text.contains(#"marram_model_ready{model="press",version="7\n8"} 0"#))
    }

    @Test("[metrics-2] are named by convention", arguments: Metric.all)
    func areNamedByConvention(_ metric: Metric) {
        #expect(metric.name.hasPrefix("marram_") || metric.name.hasPrefix("process_"))
        #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
        #expect(!metric.help.isEmpty && metric.help.hasSuffix("."))
    }

    @Test("[metrics-2] each is there where it has a value, once")
    func eachIsThere() {
        let text = Self.state().metrics
        #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
        for metric in Metric.all { #expect(text.contains("# TYPE \(metric.name) "), "\(metric.name)") }
    }

    @Test("[metrics-3] histograms rise to their count, with sums in seconds")
    func histogramsRise() {
        let text = Self.state().metrics
        let labels = #"model="press",version="7\n8""#
        let name = "marram_model_request_duration_seconds"
        #expect(text.contains("\(name)_bucket{\(labels),le=\"6.4e-05\"} 1\n"))
        #expect(text.contains("\(name)_bucket{\(labels),le=\"0.000128\"} 3\n"))
        #expect(text.contains("\(name)_bucket{\(labels),le=\"+Inf\"} 4\n"))
        #expect(text.contains("\(name)_sum{\(labels)} 4.5\n"))
        #expect(text.contains("\(name)_count{\(labels)} 4\n"))
    }

    @Test("[metrics-3] batch sizes are a histogram of runs")
    func batchSizes() {
        let text = Self.state().metrics
        let labels = #"model="press",version="7\n8""#
        let name = "marram_model_batch_size"
        for (bound, count) in [("1", 4), ("2", 4), ("4", 9), ("64", 9), ("+Inf", 10)] {
            #expect(text.contains("\(name)_bucket{\(labels),le=\"\(bound)\"} \(count)\n"), "\(bound)")
        }
        #expect(text.contains("\(name)_sum{\(labels)} 25\n"))
    }

    @Test(
        "numbers are written as the format has them",
        arguments: [
            (1.0, "1"), (0.5, "0.5"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e300, "1e+300"),
        ]
    )
    func numbers(_ value: Double, _ text: String) { #expect(Exposition.number(value) == text) }
}
