import Foundation
import Models
import Support
import Testing

@testable import Edge
@testable import Sandbox

@Suite("The end of a probe", .timeLimit(.minutes(2)))
struct ProbeVerdictTests {
    /// What comes of a program that stands in for the probe.
    private static func refusal(_ script: String) throws -> UpdateError? {
        let folder = try TemporaryFolder()
        let path = try folder.write("#!/bin/sh\n\(script)\n", to: "stand-in")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return try ChildProberTests.refusal(ProbeFolder("mlp"), ChildProberTests.prober(path))
    }

    @Test(
        "[probe-14] [probe-15] says what has happened",
        arguments: [
            ("kill -SEGV $$", UpdateCode.probeCrash, "the probe crashed: SIGSEGV"),
            ("echo 'no such luck' >&2; kill -ABRT $$", .probeCrash, "SIGABRT; it said: no such luck"),
            ("kill -KILL $$", .probeCrash, "SIGKILL"), ("exit 3", .probeCrash, "exit code 3"),
            ("kill -XCPU $$", .probeTimeout, "all the processor time"),
            ("echo 'terminate: std::bad_alloc' >&2; kill -ABRT $$", .probeMemory, "ran out of memory"),
            ("true", .probeCrash, "its answer cannot be read"), ("echo '{}'", .probeCrash, "cannot be read"),
            ("yes", .probeCrash, "it wrote too much"),
            ("echo '{\"v\":1,\"code\":\"probe_failed\",\"reason\":\"so it is\"}'", .probeFailed, "so it is"),
            ("echo '{\"v\":1,\"code\":\"unknown_key\",\"reason\":\"x\"}'", .probeCrash, "cannot be read"),
            ("echo \"$@\" >&2; exit 1", .probeCrash, "probe --memory 1073741824 --cpu 62 --parent "),
            ("env >&2; exit 1", .probeCrash, "PATH="),
        ]
    )
    func ends(script: String, code: UpdateCode, words: String) throws {
        let error = try Self.refusal(script)
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "none")")
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test(
        "[probe-15] is a want of memory where nearly all of it was resident",
        arguments: [(95, UpdateCode.probeMemory), (50, .probeCrash)]
    )
    func resident(mebibytes: Int, code: UpdateCode) {
        let ending = ChildEnding(cause: .signal(9), output: [], errors: "", residentBytes: mebibytes << 20)
        let verdict = ProbeVerdict(limits: ProbeLimits(memory: 100 << 20, time: .seconds(1)))
        let error = #expect(throws: UpdateError.self) { try verdict.judge(ending) }
        #expect(error?.code == code)
    }

    static let report = ProbeReport(
        loadMilliseconds: 1.5,
        p99Microseconds: 3,
        rssMiB: 4,
        tests: 5,
        runs: 6,
        runtime: "1.2",
        isConfined: true
    )

    @Test("[probe-14] is a line that is read as it was written")
    func lines() throws {
        #expect(ProbeLine(ProbeLine(.success(Self.report)).bytes())?.result == .success(Self.report))
        let error = UpdateError(.probeSlow, "\"ä\n")
        #expect(ProbeLine(ProbeLine(.failure(error)).bytes())?.result == .failure(error))
        var unmeasured = Self.report
        unmeasured.p99Microseconds = nil
        #expect(ProbeLine(ProbeLine(.success(unmeasured)).bytes())?.result == .success(unmeasured))
        let long = UpdateError(.requires, String(repeating: "ä", count: 5000))
        let shortened = ProbeLine(.failure(long)).bytes()
        #expect(shortened.count < 3000)
        #expect(ProbeLine(shortened) != nil)
    }

    @Test(
        "[probe-14] is no line where it is anything else",
        arguments: [
            "", "\n", "{", "[]\n", "{\"v\":2,\"code\":\"requires\"}\n", "{\"v\":1}\n",
            "{\"v\":1,\"code\":\"cancelled\"}\n",
            "{\"v\":1,\"code\":\"requires\"}", "{\"v\":1,\"code\":\"requires\"}\n{}\n",
            "{\"v\":1,\"report\":{\"load_ms\":-1,\"rss_mib\":1,\"tests\":0,\"runs\":0,\"runtime\":\"1\",\"confined\":true}}\n",
            "{\"v\":1,\"report\":{\"load_ms\":1e999,\"rss_mib\":1,\"tests\":0,\"runs\":0,\"runtime\":\"1\",\"confined\":true}}\n",
        ]
    )
    func strangers(text: String) { #expect(ProbeLine(Array(text.utf8)) == nil) }
}
