import Anomaly
import Recipes

/// What becomes of a binding's readings: windows, scores, predictions.
extension MappingDecoder {
    /// Where a value comes from that the configuration leaves to the baseline, and which it is where there is one.
    private static func baseline(_ value: (some Any)?) -> String {
        value.map { "default (the baseline's: \($0))" } ?? "default (the baseline's)"
    }

    mutating func window(_ trained: WindowShape?) -> Settings.Binding.Window {
        let none = Settings.Binding.Window(size: nil, stride: nil, maximalGapSeconds: nil)
        guard node("window") != nil else {
            show("window: null", Self.baseline(trained.map { "size \($0.size), stride \($0.stride)" }))
            return none
        }
        return section("window", keys: ["size", "stride", "max_gap_s"]) { window in
            Settings.Binding.Window(
                size: window.optional(
                    "size",
                    .whole(1...WindowShape.largestSize),
                    default: Self.baseline(trained?.size)
                ),
                stride: window.optional("stride", .whole(1...1_000_000), default: Self.baseline(trained?.stride)),
                maximalGapSeconds: window.optional(
                    "max_gap_s",
                    .positive,
                    default: Self.baseline(trained?.maximalGapSeconds)
                )
            )
        } ?? none
    }

    mutating func anomaly(_ trained: ScoreProfile?) -> Settings.Binding.Anomaly? {
        guard node("anomaly") != nil else {
            show("anomaly: null", EffectiveValue.byDefault)
            return nil
        }
        let keys = ["output", "smooth", "factor", "on_after", "off_after", "off_ratio"]
        let runs = ValueRule<Int>.whole(1...AnomalyRule.longestRun)
        return section("anomaly", keys: keys) { anomaly in
            Settings.Binding.Anomaly(
                output: anomaly.optional("output", .text(upTo: 1000), default: Self.baseline(trained?.output)),
                smooth: anomaly.optional(
                    "smooth",
                    .whole(1...AnomalyRule.mostSmoothed),
                    default: Self.baseline(trained?.smooth)
                ),
                factor: anomaly.optional("factor", .positive, default: Self.baseline(trained?.factor)),
                onAfter: anomaly.optional("on_after", runs, default: Self.baseline(trained?.onAfter)),
                offAfter: anomaly.optional("off_after", runs, default: Self.baseline(trained?.offAfter)),
                offRatio: anomaly.optional(
                    "off_ratio",
                    .number("a number above 0, at most 1") { $0 > 0 && $0 <= 1 },
                    default: Self.baseline(trained?.offRatio)
                )
            )
        }
    }

    mutating func publish(isJudged: Bool) -> Settings.Binding.Publish {
        typealias Predictions = Settings.Binding.Publish.Predictions
        let fallback: Predictions = isJudged ? .change : .always
        let interval = ValueRule<Int>.whole(0...86_400_000)
        guard node("publish") != nil else {
            show("publish:", "")
            show("  predictions: \(fallback.rawValue)", EffectiveValue.byDefault)
            show("  min_interval_ms: 0", EffectiveValue.byDefault)
            return Settings.Binding.Publish(predictions: fallback, minimalInterval: .zero)
        }
        let publish = section("publish", keys: ["predictions", "min_interval_ms"]) { publish in
            let predictions = publish.value("predictions", .choice(), default: fallback)
            if !isJudged, predictions != .always {
                publish.note(
                    publish.place(of: "predictions"),
                    "\(publish.label).predictions is \(predictions.rawValue), but without anomaly nothing is judged; "
                        + "expected always, or add 'anomaly: {}'"
                )
            }
            return Settings.Binding.Publish(
                predictions: predictions,
                minimalInterval: .milliseconds(publish.value("min_interval_ms", interval, default: 0))
            )
        }
        return publish ?? Settings.Binding.Publish(predictions: fallback, minimalInterval: .zero)
    }
}
