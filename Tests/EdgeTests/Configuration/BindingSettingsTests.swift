import Edge
import Foundation
import Recipes
import Telemetry
import Testing

@Suite("Settings of bindings")
struct BindingSettingsTests {
    /// A binding in YAML of one line; `changes` take the place of keys.
    private static func file(_ changes: [String: String] = [:], more: String = "", models: String = "press-ae")
        -> String
    {
        var members = [
            "binding": "press", "source": "{topic: 'plant/+/press/+/telemetry'}", "model": "press-ae",
            "fields": "[$.v.x, $.v.y]",
        ]
        members.merge(changes) { $1 }
        let text = members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return "node: n1\nmodels: [{name: \(models), path: m}]\nbindings:\n  - {\(text)}\(more)"
    }

    @Test("[config-24] have defaults for all but name, topic, model and fields")
    func defaults() throws {
        let loaded = try Settings.load(from: SettingsSamples.sources(file: Self.file()))
        let binding = try #require(loaded.settings.bindings.first)
        #expect(loaded.warnings == [])
        #expect(binding.name.description == "press" && binding.model.description == "press-ae")
        #expect(binding.source.topic == "plant/+/press/+/telemetry")
        #expect(binding.source.qos == 1 && !binding.source.isShared)
        #expect(binding.plan.format == .json && binding.plan.key.isEmpty && binding.plan.time == nil)
        #expect(binding.plan.fields.map(\.path.description) == ["$.v.x", "$.v.y"])
        #expect(binding.plan.fields.allSatisfy { $0.missing == .error && $0.scale == 1 && $0.offset == 0 })
        #expect(binding.input == nil && binding.anomaly == nil)
        #expect(binding.window.size == nil && binding.window.stride == nil && binding.window.maximalGapSeconds == nil)
        #expect(binding.publish.predictions == .always && binding.publish.minimalInterval == .zero)
        #expect(binding.late == .drop && binding.duplicates == .drop)
        #expect(loaded.settings.limits.keysPerBinding == 10_000)
        #expect(loaded.settings.events.mode == .structured)
        #expect(loaded.settings.stateInterval == .seconds(30))
    }

    @Test("[config-24] are read, every key of them")
    func everything() throws {
        let file = """
            node: n1
            models: [{name: press-ae, path: m}]
            bindings:
              - binding: press
                source: {topic: 'plant/{node}/+', qos: "0", decoder: csv, columns: [ts, a, id], delimiter: ";"}
                key: ["$topic[1]", "$.id"]
                time: {path: $.ts, format: rfc3339}
                model: press-ae
                input: x
                fields:
                  - {path: $.a, offset: -273.15, scale: 0.1, missing: last}
                window: {size: 20, stride: 2, max_gap_s: 5}
                anomaly: {output: s, smooth: 3, factor: 1.75, on_after: 3, off_after: 5, off_ratio: 0.7}
                publish: {predictions: anomaly, min_interval_ms: 200}
                late: accept
                duplicates: accept
            """
        let loaded = try Settings.load(from: SettingsSamples.sources(file: file))
        let binding = try #require(loaded.settings.bindings.first)
        #expect(binding.source.topic == "plant/n1/+" && binding.source.qos == 0)
        #expect(binding.plan.format == .csv(columns: ["ts", "a", "id"], delimiter: UInt8(ascii: ";")))
        #expect(binding.plan.key == [.topicLevel(1), .field(FieldPath(column: "id"))])
        #expect(binding.plan.time == TimePlan(path: FieldPath(column: "ts"), format: .rfc3339))
        #expect(
            binding.plan.fields
                == [FieldPlan(path: FieldPath(column: "a"), offset: -273.15, scale: 0.1, missing: .last)]
        )
        #expect(binding.input == "x")
        #expect(binding.window.size == 20 && binding.window.stride == 2 && binding.window.maximalGapSeconds == 5)
        #expect(binding.anomaly?.output == "s" && binding.anomaly?.smooth == 3 && binding.anomaly?.factor == 1.75)
        #expect(binding.anomaly?.onAfter == 3 && binding.anomaly?.offAfter == 5 && binding.anomaly?.offRatio == 0.7)
        #expect(binding.publish.predictions == .anomaly && binding.publish.minimalInterval == .milliseconds(200))
        #expect(binding.late == .accept && binding.duplicates == .accept)
    }

    @Test(
        "[config-24] [config-20] are shown, and load again to the same",
        arguments: [
            [:], ["key": "['$topic[1]', $.id]", "time": "{path: $.ts}", "anomaly": "{}"],
            [
                "anomaly": "{factor: 2, off_ratio: 0.5}", "publish": "{predictions: anomaly}", "window": "{size: 7}",
                "fields": "[{path: $.a, missing: 1.5}, {path: $.b, missing: skip, scale: 1e-3}]", "late": "accept",
            ],
            ["source": "{topic: t, decoder: number}", "fields": "null"],
            ["source": "{topic: t, decoder: csv, delimiter: tab}", "fields": "[$.a]"],
            ["source": "{topic: 'a b/#', decoder: float32, share: false}", "window": "{max_gap_s: 0.5}"],
        ]
    )
    func shown(changes: [String: String]) throws {
        let file = Self.file(changes)
        let first = try Settings.load(from: SettingsSamples.sources(file: file))
        let again = try Settings.load(from: SettingsSamples.sources(json: first.effectiveYAML()))
        #expect(Self.text(first.settings) == Self.text(again.settings))
        #expect(first.effectiveYAML().contains("  - binding: press"))
        #expect(first.effectiveYAML().contains("# gg-config.yml:9"))
    }

    private static func text(_ settings: Settings) -> String {
        "\(settings)".replacing(/origin: [^)]*\)/, with: "")
    }

    static let mistakes: [([String: String], String)] = [
        (["bindng": "x"], "unknown key 'bindng' of bindings[0]; did you mean 'binding'?"),
        (["binding": "a b"], "bindings[0].binding is 'a b'; expected 1 to 64 of A-Z a-z 0-9 _ . -"),
        (["binding": "null"], "bindings[0].binding is missing; expected 1 to 64"),
        (["source": "null"], "bindings[0].source is missing; expected a mapping with topic"),
        (["source": "plant"], "bindings[0].source is 'plant'; expected a mapping with topic, qos"),
        (["source": "{topc: a}"], "unknown key 'topc' of bindings[0].source; did you mean 'topic'?"),
        (["source": "{topic: 'a/#/b'}"], "bindings[0].source.topic is 'a/#/b'; expected a topic filter"),
        (["source": "{topic: '$share/g/a'}"], "bindings[0].source.topic is '$share/g/a'; expected a topic filter"),
        (["source": "{topic: a, qos: 2}"], "bindings[0].source.qos is '2'; expected a whole number from 0 to 1"),
        (["source": "{topic: a, decoder: xml}"], "decoder is 'xml'; expected json, csv, float32 or number"),
        (["source": "{topic: a, columns: [a]}"], "columns is for decoder csv, but the decoder is json"),
        (["source": "{topic: a, decoder: csv, delimiter: ab}"], "delimiter is 'ab'; expected one character"),
        (["source": "{topic: '#'}"], "which matches what this node publishes itself (marram/v1/n1/prediction/+)"),
        (["source": "{topic: 'marram/v1/+/event/#'}"], "which matches what this node publishes itself"),
        (["source": "{topic: '+/+/+/prediction/x'}"], "which matches what this node publishes itself"),
        (["source": "{topic: a, share: true}", "anomaly": "{}"], "windows and anomalies need all readings of a key"),
        (["model": "pres-ae"], "bindings[0].model is 'pres-ae', which is none of models; did you mean 'press-ae'?"),
        (["key": "$.id"], "bindings[0].key is '$.id'; expected a list"),
        (["key": "['$topic[x]']"], "bindings[0].key[0]: '$topic[x]' is not a topic level"),
        (["key": "[[a]]"], "bindings[0].key[0] is a list; expected a text"),
        (["time": "{format: epoch_ms}"], "bindings[0].time.path is missing"),
        (["time": "{path: $.ts, format: unix}"], "format is 'unix'; expected epoch_s, epoch_ms"),
        (["fields": "null"], "bindings[0].fields is missing; expected a list"),
        (["fields": "[]"], "bindings[0]: 0 fields"),
        (["fields": "[v.x]"], "bindings[0].fields[0]: 'v.x' is not a path such as $.temp"),
        (["fields": "[{pth: $.x}]"], "unknown key 'pth' of bindings[0].fields[0]; did you mean 'path'?"),
        (["fields": "[{path: $.x, scale: 0}]"], "bindings[0].fields[0].scale is '0'; expected a number other than 0"),
        (["fields": "[{path: $.x, offset: nan}]"], "bindings[0].fields[0].offset is 'nan'; expected a number"),
        (["fields": "[{path: $.x, missing: never}]"], "missing is 'never'; expected a number, last, skip or error"),
        (["fields": "[$.x, $.x]"], "stands twice"),
        (["window": "{size: 0}"], "bindings[0].window.size is '0'; expected a whole number from 1 to 100000"),
        (["window": "{max_gap_s: -1}"], "bindings[0].window.max_gap_s is '-1'; expected a number above 0"),
        (["anomaly": "{factor: 0}"], "bindings[0].anomaly.factor is '0'; expected a number above 0"),
        (["anomaly": "{off_ratio: 1.5}"], "off_ratio is '1.5'; expected a number above 0, at most 1"),
        (["anomaly": "yes"], "bindings[0].anomaly is 'yes'; expected a mapping"),
        (["publish": "{predictions: change}"], "predictions is change, but without anomaly nothing is judged"),
        (["publish": "{predictions: never}"], "predictions is 'never'; expected always, change or anomaly"),
        (["publish": "{min_interval_ms: -5}"], "min_interval_ms is '-5'; expected a whole number from 0"),
        (["late": "keep"], "bindings[0].late is 'keep'; expected drop or accept"),
    ]

    @Test("[config-24] are refused with place and remedy", arguments: mistakes)
    func mistake(changes: [String: String], expected: String) {
        let problems = SettingsSamples.problems(SettingsSamples.sources(file: Self.file(changes)))
        #expect((1...2).contains(problems.count), "\(problems)")
        #expect(problems.contains { $0.contains(expected) }, "\(problems)")
        #expect(problems.allSatisfy { $0.hasPrefix("gg-config.yml:9:") }, "\(problems)")
    }

    @Test("[config-24] are refused when they are no list of mappings, or two have one name")
    func lists() {
        func problems(_ file: String) -> [String] { SettingsSamples.problems(SettingsSamples.sources(file: file)) }
        #expect(problems("bindings: {a: 1}").first?.contains("bindings is a mapping; expected a list") == true)
        #expect(
            problems("bindings: [a]").first?.contains("bindings[0] is 'a'; expected a mapping with binding") == true
        )
        let twice = problems(
            Self.file(more: "\n  - {binding: press, source: {topic: b}, model: press-ae, fields: [$.a]}")
        )
        #expect(twice.count == 1 && twice[0].contains("binding 'press' is named twice, here and at gg-config.yml:9:"))
    }

    @Test("[config-24] share their readings with other instances where they keep no state, and say it where they do")
    func sharing() throws {
        let plain = try Settings.load(from: SettingsSamples.sources(file: "instance: a\n" + Self.file()))
        #expect(plain.settings.bindings[0].source.isShared && plain.warnings.isEmpty)
        let judged = try Settings.load(
            from: SettingsSamples.sources(file: "instance: a\n" + Self.file(["anomaly": "{}"]))
        )
        #expect(!judged.settings.bindings[0].source.isShared)
        #expect(judged.warnings.count == 1 && judged.warnings[0].contains("instance 'a' reads all of its telemetry"))
    }

    @Test("[config-11] have no variable, and binary events need MQTT 5")
    func others() throws {
        let loaded = try Settings.load(from: SettingsSamples.sources(environment: ["MARRAM_BINDINGS": "[]"]))
        #expect(
            loaded.warnings == ["MARRAM_BINDINGS: bindings cannot be set here; use gg-config.yml or --configuration"]
        )
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(file: "events: {mode: binary}\nbroker: {protocol: 3.1.1}")
        )
        #expect(
            problems.count == 1 && problems[0].contains("events.mode is binary, which needs the properties of MQTT 5")
        )
    }
}
