import Cryptography
import Models
import Testing

@testable import Edge

@Suite("The JSON of updates")
struct UpdateScribeTests {
    private let press = Name(fitting: "press-ae")
    private let bundle = BundleID(SHA256Digest(of: [7]))
    private let other = BundleID(SHA256Digest(of: [8]))
    private let time: Int64 = 1_795_243_034_120

    @Test("progress is as the contract has it: [command-30]")
    func progress() {
        let progress = JobProgress(
            job: "upd-1",
            model: press,
            version: "8",
            seq: 12,
            status: .failed,
            phase: "TRIAL",
            code: .latencyRegression,
            reason: "p99 41.2 ms > 2.0 x 12.3 ms",
            details: ["rolled_back_to": "7"],
            time: time
        )
        let expected =
            #"{"code":"latency_regression","details":{"rolled_back_to":"7"},"job":"upd-1","model":"press-ae","#
            + #""phase":"TRIAL","reason":"p99 41.2 ms > 2.0 x 12.3 ms","seq":12,"status":"FAILED","#
            + #""time":"2026-11-21T06:37:14.120Z","v":1,"version":"8"}"#
        #expect(text(scribe().message(progress)) == expected)
    }

    @Test("the state is as the contract has it: [command-31]")
    func state() {
        var state = ModelState(model: press, securityFloor: 3, time: time)
        let empty = #"{"model":"press-ae","rejected":[],"security_floor":3,"time":"2026-11-21T06:37:14.120Z","v":1}"#
        #expect(text(scribe().message(state)) == empty)
        state.active = ModelState.Resident(version: "7", bundle: bundle, since: time, isSigned: true)
        state.previous = ModelState.Resident(version: "6", bundle: other, since: nil, isSigned: false)
        state.candidate = ModelState.Candidate(version: "8", bundle: other, phase: "SHADOW", agreement: 0.994)
        state.rejected = [ModelState.Rejected(bundle: bundle, code: .badSignature)]
        state.job = "upd-1"
        let expected =
            #"{"active":{"bundle":"\#(bundle)","confirmed":true,"signed":true,"since":"2026-11-21T06:37:14.120Z","#
            + #""version":"7"},"candidate":{"agreement":0.994,"bundle":"\#(other)","phase":"SHADOW","version":"8"},"#
            + #""job":"upd-1","model":"press-ae","previous":{"bundle":"\#(other)","signed":false,"version":"6"},"#
            + #""rejected":[{"bundle":"\#(bundle)","code":"bad_signature"}],"security_floor":3,"#
            + #""time":"2026-11-21T06:37:14.120Z","v":1}"#
        #expect(text(scribe().message(state)) == expected)
    }

    @Test("a reply says whether it was done, and who says so where there are several: [command-21]")
    func reply() {
        #expect(text(scribe().message(.done, id: "c1")) == #"{"id":"c1","ok":true,"v":1}"#)
        let failed = ControlReply.failed(code: "busy", reason: "wait")
        let expected = #"{"code":"busy","error":"wait","instance":"b","ok":false,"v":1}"#
        #expect(text(scribe("b").message(failed, id: nil)) == expected)
    }

    @Test("an event is a CloudEvent, the same when it is written again: [command-33]")
    func event() {
        let event = ModelEvent(
            kind: .rolledBack,
            model: press,
            version: "8",
            bundle: other,
            job: "upd-1",
            code: .errorRate,
            reason: "3 of 20",
            id: "n1-abc",
            time: time
        )
        let expected =
            #"{"specversion":"1.0","id":"n1-abc","source":"/marram/n1","type":"io.marram.model.rolled_back.v1","#
            + #""subject":"press-ae","time":"2026-11-21T06:37:14.120Z","datacontenttype":"application/json","#
            + #""data":{"bundle":"\#(other)","code":"error_rate","job":"upd-1","model":"press-ae","reason":"3 of 20","#
            + #""version":"8"}"#
        #expect(text(scribe().document(event)) == expected)
    }

    private func scribe(_ instance: String? = nil) -> UpdateScribe {
        UpdateScribe(node: Name(fitting: "n1"), instance: instance.flatMap(Name.init))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
