import Drift
import Foundation
import Testing

@Suite struct DetectorSettingsTests {
    @Test(
        "[drift-9] finds detectors by our names and by river's",
        arguments: zip(
            [
                "adwin", "page_hinkley", "Page-Hinkley", "PageHinkley", "KSWIN", "ddm", "HDDMA", "hddm-w", "EDDM",
                "Fhddm",
            ],
            [DetectorKind.adwin, .pageHinkley, .pageHinkley, .pageHinkley, .kswin, .ddm, .hddmA, .hddmW, .eddm, .fhddm]
        )
    )
    func finds(name: String, kind: DetectorKind) throws { #expect(try DetectorKind(named: name) == kind) }

    @Test("[drift-9] lists the detectors when there is none of a name")
    func lists() {
        let error = #expect(throws: DetectorError.self) { try DetectorKind(named: "cusum") }
        for kind in DetectorKind.allCases { #expect(error?.message.contains(kind.rawValue) == true) }
    }

    @Test("[drift-9] takes settings as a command line has them, and shows all of them")
    func takes() throws {
        let settings = try DetectorSettings(parsing: ["delta=0.01", "clock=1", "after_drift=reset"])
        let detector = try Detector(.adwin, settings)
        let adwin = try #require(detector.base as? ADWIN)
        #expect(adwin.parameters == (try ADWIN.Parameters(delta: 0.01, clock: 1, afterDrift: .reset)))
        #expect(detector.settings.values["max_buckets"] == .number(5))
        #expect(!detector.isParity)
        let signed = try Detector(
            .pageHinkley,
            DetectorSettings(parsing: ["mean=-3", "deviation=0.5", "mode=up"])
        )
        let parameters = try #require((signed.base as? PageHinkley)?.parameters)
        #expect(
            parameters.reference == (try SignalReference(mean: -3, deviation: 0.5)) && parameters.mode == .up
        )
    }

    @Test("[drift-9] what is shown makes the same detector again", arguments: DetectorContractTests.cases)
    func remakes(example: DetectorContractTests.Case) throws {
        let detector = try Detector(example.kind, example.settings)
        #expect(try Detector(example.kind, detector.settings).settings == detector.settings)
        let text = try JSONEncoder().encode(detector.settings)
        #expect(try JSONDecoder().decode(DetectorSettings.self, from: text) == detector.settings)
        let isAlwaysRiver = [DetectorKind.eddm, .hddmA, .hddmW].contains(example.kind)
        #expect(detector.isParity == (isAlwaysRiver || example.parity == "river"))
    }

    @Test(
        "[drift-10] refuses settings, and says what would do",
        arguments: [
            (DetectorKind.adwin, "delta=0", "delta is 0"), (.adwin, "delta=nan", "above 0"),
            (.adwin, "clock=0", "1 to"),
            (.adwin, "clock=1.5", "whole number"), (.adwin, "max_buckets=1", "2 to 64"),
            (.adwin, "window=3", "what can"),
            (.adwin, "after_drift=keep", "reset or shrink"), (.adwin, "min_window_length=0", "1 to"),
            (.adwin, "limit=inf", "limit"), (.adwin, "parity=frouros", "river or none"),
            (.pageHinkley, "mode=left", "up or down or both"), (.pageHinkley, "mean=1", "set both"),
            (.adwin, "clip=5", "set both"),
            (.pageHinkley, "alpha=1.01", "alpha"), (.pageHinkley, "threshold=-1", "threshold"),
            (.pageHinkley, "min_instances=true", "whole number"), (.kswin, "stat_size=51", "1 to 50"),
            (.kswin, "window_size=10001", "2 to 10000"), (.kswin, "alpha=1", "alpha"), (.kswin, "seed=1e300", "whole"),
            (.kswin, "source=dice", "mersenne_twister or split_mix"), (.ddm, "warm_start=-1", "0 to"),
            (.ddm, "floor=1", "true or false"),
            (.ddm, "drift_threshold=text", "a number"), (.eddm, "beta=0.96", "0.95"),
            (.hddmA, "drift_confidence=1", "below 1"),
            (.hddmW, "lambda_val=0", "lambda_val"), (.fhddm, "short_window_size=101", "1 to 100"),
            (.fhddm, "confidence_level=0", "confidence_level"),
        ]
    )
    func refuses(kind: DetectorKind, setting: String, remedy: String) throws {
        let settings = try DetectorSettings(parsing: [setting])
        let error = #expect(throws: DetectorError.self) { try Detector(kind, settings) }
        #expect(error?.message.contains(remedy) == true, "\(error?.message ?? "")")
        #expect(error?.message.hasPrefix(kind.rawValue) == true)
    }

    @Test(
        "[drift-10] refuses what is no setting, and what is set twice",
        arguments: [["delta"], ["=1"], ["a=1", "a=2"]]
    )
    func refuses(pairs: [String]) {
        #expect(throws: DetectorError.self) { try DetectorSettings(parsing: pairs) }
    }

    @Test("[drift-9] a deviation of nothing is refused")
    func refusesReference() {
        #expect(throws: DetectorError.self) { try SignalReference(mean: 0, deviation: 0) }
        #expect(throws: DetectorError.self) { try SignalReference(mean: .nan, deviation: 1) }
    }
}
