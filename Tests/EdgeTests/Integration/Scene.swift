import Foundation
import Inference
import MQTT
import Monitoring
import Support
import Tensors

@testable import Edge

/// A broker, a node on it and a client that sees all that the node says.
struct Scene {
    let broker: Broker
    let client: TestClient
    let node: TestNode

    /// Starts all three; returns once the node has announced itself.
    static func start(
        _ configuration: [String: any Sendable] = [:],
        models: [String] = ["mlp"],
        fakes: [String: any InferenceSession] = [:],
        board: Board? = nil
    ) async throws -> Scene {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let node = try node(configuration, models: models, fakes: fakes, port: broker.port, board: board)
        try await client.wait(for: "the node's status") { $0.contains { $0.topic == "marram/v1/n1/status" } }
        return Scene(broker: broker, client: client, node: node)
    }

    /// A node that serves fixtures under their names, and models of the test's own.
    ///
    /// Where there are such, nothing is measured at the start: every model counts as slow and has its thread.
    static func node(
        _ configuration: [String: any Sendable] = [:],
        models: [String] = ["mlp"],
        fakes: [String: any InferenceSession] = [:],
        port: Int,
        folder: TemporaryFolder? = nil,
        updates: UpdateLink = .none,
        reloading: ModelReloading? = nil,
        board: Board? = nil,
        operators: OperatorLine? = nil
    ) throws -> TestNode {
        var configuration = configuration
        configuration["health_interval"] = "1s"
        if !fakes.isEmpty { configuration["inference"] = ["warm_up": 0] }
        configuration["models"] =
            models.map { ["name": $0, "path": Project.fixture($0)] }
            + fakes.keys.map { ["name": $0, "path": "/\($0)"] }
        return try TestNode(
            configuration,
            port: port,
            loader: TestLoader(onnx: OnnxLoader.testing(), fakes: fakes),
            folder: folder,
            updates: updates,
            reloading: reloading,
            board: board,
            operators: operators
        )
    }

    /// Ends the node in order.
    func end() async throws { try await node.stop() }
}

/// Loads fixtures with ONNX Runtime, and gives out the test's own models by name.
struct TestLoader: ModelLoading {
    let onnx: OnnxLoader
    let fakes: [String: any InferenceSession]

    var runtimeVersion: String { onnx.runtimeVersion }

    func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession {
        if let fake = fakes[model.name.description] { return fake }
        return try onnx.load(model)
    }

    func load(_ model: Settings.ModelReference, threads: Int) throws(InferenceError) -> any InferenceSession {
        if let fake = fakes[model.name.description] { return fake }
        return try onnx.load(model, threads: threads)
    }

    func fingerprint(of model: Settings.ModelReference) -> ModelFingerprint? { onnx.fingerprint(of: model) }
}

/// Holds up the runs of a model until it is opened: those whose first number is 100 or more.
final class Gate: Sendable {
    /// Runs that have reached it.
    let reached = Watched(0)
    private let turnstile = DispatchSemaphore(value: 0)

    /// Lets all through from now on.
    func open() { turnstile.signal() }

    /// Waits until it is open.
    func pass() {
        turnstile.wait()
        turnstile.signal()
    }

    /// y = 2x, once the gate is open.
    func session() -> FakeSession {
        FakeSession { [self] inputs throws(InferenceError) in
            let values = numbers(inputs[0])
            if let first = values.first, first >= 100 {
                reached.change { $0 += 1 }
                pass()
            }
            return [floats("y", inputs[0].shape.dimensions, values.map { $0 * 2 })]
        }
    }
}

/// Bodies of requests.
enum Body {
    /// A request of one FP32 input.
    static func floats(
        _ values: [Float],
        shape: [Int]? = nil,
        id: String? = nil,
        replyTo: String? = nil,
        input: String = "x"
    ) -> [UInt8] {
        body("FP32", "\(values)", shape ?? [1, values.count], id, replyTo, input)
    }

    /// A request of one INT64 input with one dimension.
    static func integers(_ values: [Int], id: String? = nil, input: String) -> [UInt8] {
        body("INT64", "\(values)", [values.count], id, nil, input)
    }

    /// What the four-number fixture is asked.
    static func mlp(id: String? = nil, replyTo: String? = nil) -> [UInt8] {
        floats([1, 2, 3, 4], id: id, replyTo: replyTo)
    }

    private static func body(
        _ datatype: String,
        _ data: String,
        _ shape: [Int],
        _ id: String?,
        _ replyTo: String?,
        _ input: String
    ) -> [UInt8] {
        let head = (id.map { #""id":"\#($0)","# } ?? "") + (replyTo.map { #""reply_to":"\#($0)","# } ?? "")
        return Array(
            #"{\#(head)"inputs":[{"name":"\#(input)","shape":\#(shape),"datatype":"\#(datatype)","data":\#(data)}]}"#
                .utf8
        )
    }
}
