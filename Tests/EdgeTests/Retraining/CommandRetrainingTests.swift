import Foundation
import Glibc
import Support
import Testing

@testable import Edge

@Suite("A command that trains")
struct CommandRetrainingTests {
    private let folder: TemporaryFolder
    private let log = TestLog()

    init() throws { folder = try TemporaryFolder() }

    private func way(_ script: String, timeout: Duration = .seconds(120), program: String = "/bin/sh")
        -> CommandRetraining
    {
        CommandRetraining(
            Settings.Retrain.Command(arguments: [program, "-c", script, folder.path], timeout: timeout),
            dataDirectory: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "KEPT": "yes"],
            logger: log.logger
        )
    }

    private func words(
        _ way: CommandRetraining,
        stop: @escaping @Sendable () -> Bool = { false }
    ) throws -> [RetrainWord] {
        var words: [RetrainWord] = []
        way.carryOut(try SampleOrder.order(), until: stop) { words.append($0) }
        return words
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }

    @Test("[retrain-20] [retrain-21] gets the order on its standard input and in its environment")
    func order() throws {
        let told = try words(
            way("cat > $0/input; env | sort > $0/environment; nice > $0/nice; pwd > $0/place; echo done")
        )
        #expect(told.map(\.outcome) == [.accepted, .completed])
        #expect(told.allSatisfy { $0.id == "drift__press-ae__1f" && $0.run == nil })
        #expect(try text("input") == SampleOrder.document)
        let variables = try text("environment").split(separator: "\n").filter {
            $0.hasPrefix("MARRAM_RETRAIN_") || $0 == "KEPT=yes"
        }
        #expect(
            variables == [
                "KEPT=yes", "MARRAM_RETRAIN_BINDING=press", "MARRAM_RETRAIN_DEVICE=n1", "MARRAM_RETRAIN_MODEL=press-ae",
                "MARRAM_RETRAIN_ORDER=drift__press-ae__1f", "MARRAM_RETRAIN_PROFILE=p-1",
                "MARRAM_RETRAIN_SHA256=\(String(repeating: "ab", count: 32))", "MARRAM_RETRAIN_VERSION=3",
                "MARRAM_RETRAIN_WINDOW_END=2023-11-14T22:23:20.000Z",
                "MARRAM_RETRAIN_WINDOW_START=2023-11-14T22:13:20.000Z",
            ]
        )
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        #expect(try text("nice") == "\(min(19, own + 10))\n")
        let place = try text("place").trimmingCharacters(in: .newlines)
        #expect(place.hasSuffix("/retrain/drift__press-ae__1f") && !FileManager.default.fileExists(atPath: place))
    }

    @Test("[retrain-22] tells its output to the log, and its last words where it fails")
    func failure() throws {
        let told = try words(way("seq 1 5; echo \"bad$(printf '\\033')\" >&2; exit 7"))
        try #require(told.count == 2)
        #expect(
            told[1].outcome
                == .failed(reason: "the command /bin/sh ended with exit code 7; its last words: 1\n2\n3\n4\n5\nbad ")
        )
        #expect(
            log.all
                == ["1", "2", "3", "4", "5", "bad "].map { "info retraining order=drift__press-ae__1f output=\($0)" }
        )
    }

    @Test("[retrain-22] is bounded in what it says")
    func flood() throws {
        let told = try words(way("yes $(printf 'x%.0s' $(seq 5000)) | head -n 5000; exit 1"))
        guard case .failed(let reason)? = told.last?.outcome else {
            Issue.record("\(told)")
            return
        }
        #expect(reason.utf8.count < 2200)
        #expect(log.all.count == 2001 && log.all.allSatisfy { $0.utf8.count < 1100 })
    }

    @Test("[retrain-23] that takes too long is ended with all that it has started, and fails")
    func timeout() throws {
        let told = try words(way("sleep 1000 & echo $! > $0/child; wait", timeout: .seconds(3)))
        guard case .failed(let reason)? = told.last?.outcome else {
            Issue.record("\(told)")
            return
        }
        #expect(reason.contains("retrain.command.timeout allows; it has written nothing"), "\(reason)")
        let child = try #require(Int32(try text("child").trimmingCharacters(in: .newlines)))
        #expect(kill(child, 0) != 0)
    }

    @Test("[retrain-23] is ended with the program, without a last word")
    func stop() throws {
        let path = folder.path + "/begun"
        let told = try words(way("echo > $0/begun; exec sleep 1000")) { FileManager.default.fileExists(atPath: path) }
        #expect(told.map(\.outcome) == [.accepted])
    }

    @Test("[retrain-22] that does not start is not accepted")
    func missing() throws {
        let told = try words(way("", program: "/none/program"))
        #expect(
            told.map(\.outcome) == [
                .failed(reason: "the command for retraining: /none/program does not start: No such file or directory")
            ]
        )
    }

    @Test("[retrain-20] begins anew in an empty folder when the order comes again")
    func again() throws {
        let left = folder.path + "/retrain/drift__press-ae__1f"
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
        _ = try folder.write("old", to: "retrain/drift__press-ae__1f/left")
        #expect(try words(way("ls > $0/files")).last?.outcome == .completed)
        #expect(try text("files") == "order.json\n")
    }
}
