import OpenInference
import Tensors
import Testing

@testable import API

@Suite struct PredictionRoutesTests {
    private static func input(_ datatype: Datatype, _ dimensions: [Int?]) -> TensorSignature {
        TensorSignature(name: "x", datatype: datatype, dimensions: dimensions)
    }

    private static func floats(_ dimensions: [Int], _ values: [Float]) throws -> Tensor {
        let shape = try #require(Shape(dimensions))
        return try #require(Tensor(name: "y", shape: shape, values))
    }

    private static func get(_ datos: String, of model: String = "m") -> String {
        let plain = datos.utf8.map { byte in
            (0x61...0x7A).contains(byte) ? String(Character(Unicode.Scalar(byte))) : "%" + hexadecimal(byte)
        }
        return "/predict_3?modelId=\(model)&datos=\(plain.joined())"
    }

    private static func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    @Test("[seed-3] GET /ping is the JSON string pong, for everybody")
    func ping() async throws {
        try await RoutedServer.serving([PredictionRoutes(models: StandInModels([:]))]) { server in
            let answer = try await server.send("GET", "/ping")
            #expect(answer.status == 200 && answer.body == "\"pong\"")
            #expect(answer.header("Content-Type") == "application/json")
        }
    }

    @Test("[seed-4] the values in order are one row of the only input, and the first output is the answer")
    func row() async throws {
        let one = try #require(Shape([1]))
        let other = try #require(Tensor(name: "other", shape: one, [9.5 as Float]))
        let models = StandInModels([
            "m": .init(
                inputs: [Self.input(.fp32, [nil, 4])],
                answer: [other, try Self.floats([1, 3], [0.25, .nan, 1])]
            )
        ])
        try await RoutedServer.serving([PredictionRoutes(models: models)]) { server in
            let answer = try await server.send("GET", Self.get("{'a': 5.1, 'b': 3, 'c': 1e-1, 'd': True}"))
            #expect(answer.status == 200 && answer.body == "[0.25,null,1]", "\(answer.body)")
        }
        let call = try #require(models.calls.first)
        #expect(call.model == "m" && call.request.inputs.map(\.name) == ["x"])
        #expect(call.request.inputs[0].shape == Shape([1, 4]))
        #expect(call.request.inputs[0].values(as: Float.self) == [5.1, 3, 0.1, 1])
    }

    @Test("[seed-4] forms write a space as +, as every client of the service does")
    func form() async throws {
        let models = StandInModels([
            "m": .init(inputs: [Self.input(.fp64, [1, 2])], answer: [try Self.floats([1], [2])])
        ])
        try await RoutedServer.serving([PredictionRoutes(models: models)]) { server in
            let path = "/predict_3?datos=%7B%27a%27%3A+1.5%2C+%27b%27%3A+1e%2B2%7D&modelId=m&other=%C3%A9"
            let answer = try await server.send("GET", path)
            #expect(answer.body == "2")
        }
        #expect(models.calls.first?.request.inputs[0].values(as: Double.self) == [1.5, 100])
    }

    private static let shapes: [([Int?], Int, [Int])] = [
        ([nil, 4], 4, [1, 4]), ([1, 4], 4, [1, 4]), ([nil, 2, 3], 6, [1, 2, 3]), ([nil, nil], 5, [1, 5]),
        ([nil, nil, 3], 6, [1, 2, 3]), ([nil], 3, [3]), ([4], 4, [4]), ([], 1, []), ([nil, nil, nil], 2, [1, 1, 2]),
    ]

    @Test("[seed-9] sizes that the model leaves open follow from the number of values", arguments: shapes)
    func shape(dimensions: [Int?], count: Int, shape: [Int]) throws {
        let numbers = Array(repeating: LiteralNumber.whole(1), count: count)
        #expect(try SeedRow(numbers, for: Self.input(.fp32, dimensions)).tensor.shape == Shape(shape))
    }

    @Test("[seed-10] every type of number takes what fits it, and nothing else")
    func datatypes() throws {
        func row(_ datatype: Datatype, _ number: LiteralNumber) throws(RequestError) -> [UInt8] {
            try SeedRow([number], for: Self.input(datatype, [nil, 1])).tensor.bytes
        }
        #expect(try row(.uint8, .whole(255)) == [255])
        #expect(try row(.int8, .decimal(-128)) == [128])
        #expect(try row(.uint16, .whole(513)) == [1, 2])
        #expect(try row(.int64, .whole(.max)) == [255, 255, 255, 255, 255, 255, 255, 127])
        #expect(try row(.uint64, .large(.max)) == Array(repeating: 255, count: 8))
        #expect(try row(.bool, .truth(true)) == [1])
        #expect(try row(.fp16, .decimal(1.5)) == [0, 0x3E])
        #expect(try row(.bf16, .decimal(1.5)) == [0xC0, 0x3F])
        #expect(try row(.fp64, .truth(false)) == Array(repeating: 0, count: 8))
        let misfits: [(Datatype, LiteralNumber)] = [
            (.uint8, .whole(256)), (.uint8, .whole(-1)), (.int32, .decimal(1.5)), (.int64, .large(.max)),
            (.bool, .whole(2)),
            (.bool, .decimal(0.5)), (.fp32, .decimal(1e300)), (.fp16, .whole(70_000)), (.bf16, .decimal(1e39)),
            (.uint32, .whole(1 << 40)), (.int16, .whole(40_000)), (.uint16, .whole(-1)), (.uint64, .decimal(-1)),
            (.int8, .whole(200)),
            (.bytes, .whole(1)),
        ]
        for (datatype, number) in misfits {
            #expect(throws: RequestError.self, "\(datatype) \(number)") { try row(datatype, number) }
        }
    }

    private static let answers: [(Tensor?, String)] = [
        (Tensor(name: "y", shape: .scalar, [3 as Int64]), "3"),
        (Tensor(name: "y", shape: Shape([1, 1]) ?? .scalar, [0.1 as Float]), "0.1"),
        (Tensor(name: "y", shape: Shape([2]) ?? .scalar, [true, false]), "[true,false]"),
        (Tensor(name: "y", shape: Shape([1, 2, 2]) ?? .scalar, [1, 2, 3, 4] as [UInt8]), "[[1,2],[3,4]]"),
        (Tensor(name: "y", shape: Shape([2, 1, 2]) ?? .scalar, [1, 2, 3, 4] as [Int32]), "[[[1,2]],[[3,4]]]"),
        (Tensor(name: "y", shape: Shape([1, 0]) ?? .scalar, [] as [Float]), "[]"),
        (Tensor(name: "y", shape: Shape([1]) ?? .scalar, [UInt64.max]), "18446744073709551615"),
        (Tensor(name: "y", shape: Shape([2]) ?? .scalar, [Double.infinity, 0.1]), "[null,0.1]"),
        (Tensor(name: "y", shape: Shape([1]) ?? .scalar, texts: [Array("rosé".utf8)]), "\"rosé\""),
    ]

    @Test("[seed-11] one element is a value, more are arrays without the dimension of rows", arguments: answers)
    func answer(output: Tensor?, json: String) async throws {
        let model = StandInModels.Model(
            inputs: [Self.input(.fp32, [nil, 1])],
            outputs: [TensorSignature(name: "y", datatype: .fp32, dimensions: [])],
            answer: [try #require(output)]
        )
        try await RoutedServer.serving([PredictionRoutes(models: StandInModels(["m": model]))]) { server in
            let answer = try await server.send("GET", Self.get("[1]"))
            #expect(answer.body == json)
        }
    }

    @Test("[seed-4] an answer that shares a batch is this asker's rows alone")
    func shared() async throws {
        let model = StandInModels.Model(
            inputs: [Self.input(.fp32, [nil, 1])],
            answer: [try Self.floats([3, 2], [1, 2, 3, 4, 5, 6])],
            rows: 1..<2
        )
        try await RoutedServer.serving([PredictionRoutes(models: StandInModels(["m": model]))]) { server in
            let answer = try await server.send("GET", Self.get("[1]"))
            #expect(answer.body == "[3,4]")
        }
    }

    @Test("[seed-12] every wrong request is told what was expected")
    func refusals() async throws {
        let one = [Self.input(.fp32, [nil, 2])]
        let models = StandInModels([
            "m": .init(inputs: one), "two": .init(inputs: one + one),
            "text": .init(inputs: [Self.input(.bytes, [nil, 2])]),
            "away": .init(inputs: one, reason: "unloaded"), "none": .init(inputs: one),
            "full": .init(inputs: one, error: InferError(.overloaded, "too many wait")),
            "broken": .init(inputs: one, error: InferError(.internal, "it broke")),
        ])
        let cases: [(String, Int, String)] = [
            ("/predict_3", 400, "'modelId' is missing"),
            ("/predict_3?modelId=&datos=[1,2]", 400, "'modelId' is missing"),
            ("/predict_3?modelId=m", 400, "'datos' is missing"),
            ("/predict_3?modelId=m&datos", 400, "expected an object"),
            ("/predict_3?modelId=m&modelId=m&datos=[1,2]", 400, "stands twice"),
            ("/predict_3?modelId=m&datos=[1,2]&datos=[1,2]", 400, "stands twice"),
            ("/predict_3?modelId=m&datos=%5B1%2", 400, "two hexadecimal digits"),
            ("/predict_3?modelId=%FF&datos=%5B1%5D", 400, "is not UTF-8"),
            (Self.get("[1,2]", of: "rose"), 404, "no model 'rose'"), (Self.get("[1]"), 400, "datos has 1 values"),
            (Self.get("[1,2,3]"), 400, "(shape [-1, 2]) has 2"), (Self.get("[]"), 400, "datos has 0 values"),
            (Self.get("[1e39,2]"), 400, "value 1 of datos"), (Self.get("[1,None]"), 400, "a value is missing"),
            (Self.get("__import__('os').system('true')"), 400, "datos cannot be read"),
            (Self.get("[1,2]", of: "two"), 400, "has 2 inputs"), (Self.get("[1,2]", of: "text"), 400, "is of BYTES"),
            (Self.get("[1,2]", of: "away"), 503, "unloaded"), (Self.get("[1,2]", of: "full"), 503, "too many wait"),
            (Self.get("[1,2]", of: "none"), 500, "has no output"), (Self.get("[1,2]", of: "broken"), 500, "it broke"),
        ]
        try await RoutedServer.serving([PredictionRoutes(models: models)]) { server in
            for (path, status, reason) in cases {
                let answer = try await server.send("GET", path)
                #expect(answer.status == status && answer.error?.contains(reason) == true, "\(path): \(answer.body)")
                #expect((answer.header("Retry-After") != nil) == (status == 503), "\(path)")
            }
            let many = (0..<65).map { "a\($0)=1" }.joined(separator: "&")
            #expect(try await server.send("GET", "/predict_3?\(many)").error?.contains("65 parameters") == true)
        }
    }
}
