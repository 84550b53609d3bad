import MQTT
import Support
import Testing

@testable import Edge

@Suite("Requests through a real broker")
struct RequestTests {
    @Test(
        "[edge-1] [mqtt-1] answers on the response topic, in both versions of the node's protocol",
        arguments: ["5", "3.1.1"]
    )
    func answers(version: String) async throws {
        let broker = try await Broker()
        let node = try Scene.node(["broker": ["protocol": version]], port: broker.port)
        let status = try await broker.subscribe("marram/v1/n1/status")
        try await status.waitForOutput("online") { $0.contains("online") }
        if version == "5" {
            let request = String(decoding: Body.mlp(id: "42"), as: UTF8.self)
            let answer = try await broker.request(request, to: "marram/v1/n1/infer/mlp")
            #expect(answer.contains(#""model_name":"mlp""#))
            #expect(answer.contains(#""id":"42""#))
        } else {
            let reply = try await broker.subscribe("clients/old/reply")
            let request = String(decoding: Body.mlp(id: "42", replyTo: "clients/old/reply"), as: UTF8.self)
            try await broker.publish(request, to: "marram/v1/n1/infer/mlp", ["-q", "1"])
            try await reply.waitForOutput("an answer") { $0.contains(#""id":"42""#) }
        }
        try await node.stop()
        try await status.waitForOutput("stopped") { $0.contains("stopped") }
    }

    @Test("[edge-2] gives correlation data back byte for byte, to mosquitto's own clients")
    func correlation() async throws {
        let scene = try await Scene.start()
        let port = scene.broker.port
        let listen = "mosquitto_sub -p \(port) -V 5 -q 1 -i raw-sub -t clients/raw -C 1 -F %D | od -An -v -tx1"
        let reply = try Running(["bash", "-c", listen])
        try await scene.broker.waitForLog("Sending SUBACK to raw-sub")
        let body = String(decoding: Body.mlp(), as: UTF8.self)
        let send =
            "mosquitto_pub -p \(port) -V 5 -q 1 -t marram/v1/n1/infer/mlp -m '\(body)' "
            + #"-D publish response-topic clients/raw -D publish correlation-data $'\x01\x7f\x80\xff\xc3(\n\t\'{'"#
        let sent = try await Command(["bash", "-c", send]).run()
        #expect(sent.code == 0, "\(sent.errors)")
        let result = try await reply.finish()
        #expect(result.output.split(separator: " ").joined(separator: " ").hasPrefix("01 7f 80 ff c3 28 0a 09 27 7b"))
        try await scene.end()
    }

    @Test(
        "[edge-2] gives correlation data back byte for byte",
        arguments: [[], [0], [0, 255, 0, 128], Array(0...255)]
    )
    func opaque(bytes: [UInt8]) async throws {
        let scene = try await Scene.start()
        let reply = scene.client.replyTopic
        let properties = MessageProperties(responseTopic: reply, correlationData: CorrelationData(bytes))
        scene.client.send(Body.mlp(), to: "marram/v1/n1/infer/mlp", properties)
        let all = try await scene.client.wait(for: "an answer") { $0.contains { $0.topic == reply } }
        #expect(all.last { $0.topic == reply }?.properties.correlationData?.bytes ?? [] == bytes)
        try await scene.end()
    }

    @Test(
        "[edge-3] an answer says status, model, version and its type, in the quality that the request had",
        arguments: [QoS.atMostOnce, .atLeastOnce]
    )
    func properties(qos: QoS) async throws {
        let scene = try await Scene.start()
        let answer = try await scene.client.ask(Body.mlp(id: "a"), of: "marram/v1/n1/infer/mlp", qos: qos)
        #expect(answer.id == "a")
        #expect(answer.property("status") == "200")
        #expect(answer.property("model") == "mlp")
        #expect(answer.property("version") == "3")
        #expect(answer.properties.contentType == "application/json")
        #expect(answer.qos == qos)
        #expect(!answer.isRetained)
        #expect(answer.object["model_version"] as? String == "3")
        try await scene.end()
    }

    @Test("[edge-4] answers on the result topic when no response topic is named")
    func result() async throws {
        let scene = try await Scene.start()
        scene.client.send(Body.mlp(id: "r"), to: "marram/v1/n1/infer/mlp")
        try await scene.client.wait(for: "a result") {
            $0.contains { $0.topic == "marram/v1/n1/result/mlp" && $0.id == "r" }
        }
        try await scene.end()
    }

    @Test(
        "[edge-5] answers on the result topic when the response topic is not allowed, and counts it",
        arguments: ["plant/valve/set", "marram/v1/n1/status", "marram/v1/n1/infer/mlp", "$SYS/broker", "clients/+/x"]
    )
    func allowList(topic: String) async throws {
        let scene = try await Scene.start()
        // In the body: a broker ends the connection of whoever names a wildcard as Response Topic.
        scene.client.send(Body.mlp(id: "r", replyTo: topic), to: "marram/v1/n1/infer/mlp")
        try await scene.client.wait(for: "a result") {
            $0.contains { $0.topic == "marram/v1/n1/result/mlp" && $0.id == "r" }
        }
        try await scene.client.health { $0.requests.responseTopicRefused == 1 && $0.requests.answered == 1 }
        #expect(scene.client.messages(on: topic).count { $0.text.contains("model_name") } == 0)
        try await scene.end()
    }

    @Test("[edge-5] obeys the configured allow-list for the Response Topic")
    func configuredAllowList() async throws {
        let scene = try await Scene.start(["requests": ["response_allow": ["hmi/+/reply"]]])
        let listener = try await TestClient(port: scene.broker.port, topics: ["hmi/#", "clients/#"])
        for topic in ["clients/x/reply", "hmi/7/reply"] {
            scene.client.send(
                Body.mlp(id: topic),
                to: "marram/v1/n1/infer/mlp",
                MessageProperties(responseTopic: topic)
            )
        }
        try await listener.wait(for: "the allowed answer") { $0.contains { $0.topic == "hmi/7/reply" } }
        try await scene.client.wait(for: "the other") {
            $0.contains { $0.topic == "marram/v1/n1/result/mlp" && $0.id == "clients/x/reply" }
        }
        #expect(listener.messages.count == 1)
        #expect(scene.node.log.lines(containing: "outside requests.response_allow").count == 1)
        try await scene.end()
    }

    @Test("[edge-6] serves the version that the topic names, and no other")
    func version() async throws {
        let scene = try await Scene.start()
        let right = try await scene.client.ask(Body.mlp(), of: "marram/v1/n1/infer/mlp/3")
        #expect(right.property("status") == "200")
        let wrong = try await scene.client.ask(Body.mlp(id: "w"), of: "marram/v1/n1/infer/mlp/4")
        #expect(wrong.code == "unknown_version")
        #expect(wrong.property("status") == "404")
        #expect(wrong.id == "w")
        try await scene.end()
    }

    @Test("[edge-7] says 404 for a model that it does not have, and which there are")
    func unknownModel() async throws {
        let scene = try await Scene.start()
        let answer = try await scene.client.ask(Body.mlp(id: "u"), of: "marram/v1/n1/infer/iris")
        #expect(answer.code == "unknown_model")
        #expect(answer.property("status") == "404")
        #expect(answer.property("model") == nil)
        #expect(answer.text.contains("'iris'") && answer.text.contains("mlp"))
        try await scene.end()
    }

    @Test("[edge-8] a model that is refused at start answers 503, the others serve, and the status is degraded")
    func refusedModel() async throws {
        let scene = try await Scene.start(models: ["mlp", "truncated"])
        try await scene.client.waitForStatus("degraded")
        let refused = try await scene.client.ask(Body.mlp(), of: "marram/v1/n1/infer/truncated")
        #expect(refused.code == "not_ready")
        #expect(refused.property("status") == "503")
        let served = try await scene.client.ask(Body.mlp(), of: "marram/v1/n1/infer/mlp")
        #expect(served.property("status") == "200")
        let health = try await scene.client.health()
        #expect(health.status == "degraded")
        #expect(health.models["truncated"]?.reason?.contains("truncated.onnx") == true)
        #expect(health.models["mlp"]?.reason == nil)
        #expect(scene.client.messages(on: "marram/v1/n1/status").allSatisfy { $0.text != "online" })
        try await scene.end()
    }

    @Test("[edge-9] ignores retained requests and counts them")
    func retained() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        client.send(Body.mlp(id: "old"), to: "marram/v1/n1/infer/mlp", retain: true)
        try await client.waitForConfirmations(1)
        let node = try Scene.node(port: broker.port)
        try await client.health { $0.requests.ignored == 1 && $0.requests.received == 0 }
        let answer = try await client.ask(Body.mlp(id: "new"), of: "marram/v1/n1/infer/mlp")
        #expect(answer.id == "new")
        #expect(client.messages(on: "marram/v1/n1/result/mlp").isEmpty)
        try await node.stop()
    }
}
