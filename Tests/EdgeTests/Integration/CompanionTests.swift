import Foundation
import Inference
import Logging
import MQTT
import Models
import ServiceLifecycle
import Storage
import Support
import Testing
import Transfer

@testable import Edge

@Suite("What runs beside the node")
struct CompanionTests {
    /// What happens, in order.
    private let story = Watched<[String]>([])

    /// Says that it runs, and that it was told to stop.
    private struct Witness: Service {
        let story: Watched<[String]>

        func run() async throws {
            story.change { $0.append("companion runs") }
            try await gracefulShutdown()
            story.change { $0.append("companion ends") }
        }
    }

    /// Looks whether the witness runs while a model is probed.
    private struct Prober: Probing {
        let story: Watched<[String]>

        func probe(_ bundle: VerifiedBundle, cancellation: Cancellation?) throws(UpdateError) -> ProbeReport {
            let deadline = ContinuousClock.now + .seconds(60)
            while !story.value.contains("companion runs"), .now < deadline { sched_yield() }
            story.change { $0.append("probed") }
            return ProbeReport(
                loadMilliseconds: 1,
                p99Microseconds: 9,
                rssMiB: 30,
                tests: 0,
                runs: 10,
                runtime: "1",
                isConfined: true
            )
        }
    }

    /// The component as a service, and what it says when it has ended.
    private struct Whole: Service {
        let component: EdgeComponent
        let story: Watched<[String]>

        func run() async throws {
            try await component.run()
            story.change { $0.append("node ended") }
        }
    }

    private func component(_ folder: TemporaryFolder, _ log: TestLog) throws -> EdgeComponent {
        let model = #"{"name": "press", "path": "\#(Project.fixture("mlp"))"}"#
        let json =
            #"{"data_dir": "\#(folder.path)/data", "models": [\#(model)], "broker": {"host": "127.0.0.1", "port": 1}}"#
        let settings = try Settings.load(from: ConfigurationSources(configuration: json, environment: [:])).settings
        return EdgeComponent(
            settings: settings,
            prober: Prober(story: story),
            environment: [:],
            companions: [Witness(story: story)],
            logger: log.logger
        ) { try OnnxLoader.testing() }
    }

    @Test("is there while models are still probed, and ends before the node does: [server-12], [server-15]")
    func order() async throws { #expect(try await life() == Self.inOrder) }

    @Test("is there while as many models are probed as there are cores for tasks: [server-15]")
    func fewCores() async throws {
        let lives = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                group.addTask { try await CompanionTests().life() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(lives.allSatisfy { $0 == Self.inOrder }, "\(lives)")
    }

    private static let inOrder = ["companion runs", "probed", "companion ends", "node ended"]

    /// What happens to a node that is stopped once it has looked for its broker, in order.
    private func life() async throws -> [String] {
        let folder = try TemporaryFolder()
        let log = TestLog()
        let whole = Whole(component: try component(folder, log), story: story)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: whole, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: log.logger
            )
        )
        async let end: Void = group.run()
        try await log.wait(for: "no connection to the broker")
        await group.triggerGracefulShutdown()
        try await end
        return story.value
    }

    @Test("is not begun where there is no library, and the next start finds a clean end")
    func failure() async throws {
        let folder = try TemporaryFolder()
        let log = TestLog()
        let component = try component(folder, log)
        let failing = EdgeComponent(
            settings: component.settings,
            environment: [:],
            companions: [Witness(story: story)],
            logger: log.logger
        ) { throw InferenceError(.libraryMissing, "as the test wants") }
        await #expect(throws: InferenceError.self) { try await failing.run() }
        #expect(story.value.isEmpty)
        let session = try StateDatabase(directory: folder.path + "/data").beginSession()
        #expect(session.previousExitWasClean)
    }
}
