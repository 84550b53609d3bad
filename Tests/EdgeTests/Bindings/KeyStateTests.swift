import Anomaly
import Foundation
import Telemetry
import Testing

@testable import Edge

@Suite("The state of a key")
struct KeyStateTests {
    private let now = Timestamp(microseconds: 1_000_000_000)

    private func state(_ fit: FittedBinding) throws -> KeyState {
        var state = KeyState(key: Array("hall2\u{1F}press\"4".utf8), fit: fit)
        for second in 1...4 {
            let time = Timestamp(microseconds: Int64(second) * 1_000_000)
            _ = state.order.take(time, late: .drop, duplicates: .drop)
            _ = state.window?.add([Double(second), -1], at: time)
            if let rule = fit.rule { _ = state.monitor.add(10, at: time, rule: rule) }
        }
        var values = [1.5, 2.5]
        state.topFields = [AnomalyEvents.FieldShare(path: "$.v.x", share: 0.75)]
        _ = state.missing.resolve(&values, plan: fit.settings.plan)
        let publish = fit.settings.publish
        _ = state.publication.admits(isAnomalous: true, by: publish, now: .now)
        return state
    }

    private func bytes(_ state: KeyState) -> [UInt8] {
        var writer = StateWriter()
        state.save(to: &writer, now: now)
        return writer.bytes
    }

    @Test("[bindings-31] its key is written as JSON")
    func json() throws {
        let state = try state(try Fitted.binding())
        #expect(String(decoding: state.json, as: UTF8.self) == #"["hall2","press\"4"]"#)
        #expect(state.parts == ["hall2", "press\"4"])
        let empty = KeyState(key: [], fit: try Fitted.binding())
        #expect(String(decoding: empty.json, as: UTF8.self) == "[]")
    }

    @Test("[bindings-51] comes back as it was saved, fields that are remembered included")
    func restored() throws {
        let fit = try Fitted.binding([
            "fields": [["path": "$.v.x", "missing": "last"], ["path": "$.v.y", "missing": "last"]]
                as [[String: any Sendable]]
        ])
        let saved = try state(fit)
        guard case .state(let state) = KeyState.restore(key: saved.key, from: bytes(saved), fit: fit, now: now) else {
            Issue.record("it is not restored")
            return
        }
        #expect(bytes(state) == bytes(saved))
        #expect(state.monitor.episode == saved.monitor.episode && state.monitor.episode != nil)
        #expect(state.topFields == saved.topFields)
        #expect(state.missing.last == [1.5, 2.5])
        #expect(state.order.latest == Timestamp(microseconds: 4_000_000))
        #expect(state.publication.decision == true)
    }

    @Test("[bindings-51] bytes that are cut off, changed or of another form are told, and nothing breaks")
    func damaged() throws {
        let fit = try Fitted.binding()
        let saved = try state(fit)
        let good = bytes(saved)
        for length in 0..<good.count {
            if case .state = KeyState.restore(key: saved.key, from: Array(good[..<length]), fit: fit, now: now) {
                Issue.record("restored from \(length) of \(good.count) bytes")
            }
        }
        for place in good.indices {
            var bytes = good
            bytes[place] ^= 0xFF
            _ = KeyState.restore(key: saved.key, from: bytes, fit: fit, now: now)
        }
        if case .state = KeyState.restore(key: saved.key, from: good + [0], fit: fit, now: now) {
            Issue.record("restored with a byte too many")
        }
    }

    @Test("[bindings-51] the open episode can be read where window and fields are others")
    func remains() throws {
        let saved = try state(try Fitted.binding())
        let other = try Fitted.binding(
            ["fields": ["$.v.a"], "anomaly": NSNull()],
            model: Fitted.model(input: [nil, 1]),
            baseline: nil
        )
        let remains = KeyState.remains(key: saved.key, from: bytes(saved), fit: other)
        #expect(remains?.monitor.episode == saved.monitor.episode && remains?.topFields == saved.topFields)
        let quiet = KeyState(key: saved.key, fit: other)
        #expect(KeyState.remains(key: saved.key, from: bytes(quiet), fit: other) == nil)
    }

    @Test("[bindings-51] without times of its own it is dropped once the gap has passed")
    func tooOld() throws {
        let fit = try Fitted.binding(["time": NSNull(), "window": ["max_gap_s": 5]])
        let saved = try state(fit)
        func restore(after seconds: Int64) -> KeyState.Restored {
            let later = Timestamp(microseconds: now.microseconds + seconds * 1_000_000)
            return KeyState.restore(key: saved.key, from: bytes(saved), fit: fit, now: later)
        }
        guard case .state = restore(after: 5), case .tooOld = restore(after: 6) else {
            Issue.record("after 5 s it is there, after 6 s it is not")
            return
        }
        let timed = try Fitted.binding(["window": ["max_gap_s": 5]])
        let later = Timestamp(microseconds: now.microseconds + 3_600_000_000)
        guard case .state = KeyState.restore(key: saved.key, from: bytes(saved), fit: timed, now: later) else {
            Issue.record("readings with times tell themselves whether there is a gap")
            return
        }
    }
}
