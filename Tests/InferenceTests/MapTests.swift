import Tensors
import Testing

@testable import Inference

@Suite struct MapTests {
    static let rows = Tensor.floats("x", [2, 2], [0.25, 0.75, 1, -0.5])

    @Test(
        "a classifier's maps are announced as two tensors: [inference-16]",
        arguments: [
            ("maps.onnx", ["probabilities FP32", "labels INT64"]),
            ("maps_by_text.onnx", ["minus FP32", "probabilities FP32", "labels BYTES"]),
            ("maps_beside_labels.onnx", ["m_probabilities FP32", "m_labels INT64", "labels FP32"]),
            ("maps_twice.onnx", ["a_probabilities FP32", "a_labels INT64", "b_probabilities FP32", "b_labels BYTES"]),
        ]
    )
    func signatures(name: String, expected: [String]) throws {
        let outputs = try Fixture.session(name).model.outputs
        #expect(outputs.map { "\($0.name) \($0.datatype.rawValue)" } == expected)
        #expect(
            outputs.allSatisfy {
                $0.dimensions == [nil, $0.name == "minus" || $0.name == "labels" && $0.datatype == .fp32 ? 2 : nil]
            }
        )
    }

    @Test("maps become values and keys, a row each, in the order of the keys: [inference-16]")
    func tables() throws {
        let values = Tensor.floats("probabilities", [2, 2], [0.75, 0.25, -0.5, 1])
        let session = try Fixture.session("maps.onnx")
        #expect(try session.run([Self.rows]) == [values, .integers("labels", [2, 2], [-3, 7, -3, 7])])
        let texts = try Fixture.session("maps_by_text.onnx")
        let minus = Tensor.floats("minus", [2, 2], [-0.25, -0.75, -1, 0.5])
        let labels = Tensor.texts("labels", [2, 2], ["açaí", "viola", "açaí", "viola"])
        #expect(try texts.run([Self.rows]) == [minus, values, labels])
    }

    @Test("either half can be asked for alone, and in any order: [inference-16]")
    func selection() throws {
        let session = try Fixture.session("maps_by_text.onnx")
        let all = try session.run([Self.rows])
        #expect(try session.run([Self.rows], outputs: ["labels"]) == [all[2]])
        #expect(try session.run([Self.rows], outputs: ["probabilities"]) == [all[1]])
        #expect(
            try session.run([Self.rows], outputs: ["labels", "minus", "probabilities"]) == [all[2], all[0], all[1]]
        )
        let twice = try Fixture.session("maps_twice.onnx")
        let error = #expect(throws: InferenceError.self) { try twice.run([Self.rows], outputs: ["a"]) }
        #expect(error?.message.contains("[a_probabilities, a_labels, b_probabilities, b_labels]") == true)
    }

    @Test("rows come out the same alone and together, and none as none: [inference-16]")
    func rows() throws {
        let session = try Fixture.session("maps.onnx")
        let alone = try session.run([.floats("x", [1, 2], [1, -0.5])])
        #expect(alone == [.floats("probabilities", [1, 2], [-0.5, 1]), .integers("labels", [1, 2], [-3, 7])])
        let none = try session.run([.floats("x", [0, 2], [])])
        #expect(none == [.floats("probabilities", [0, 0], []), .integers("labels", [0, 0], [])])
    }

    @Test("maps of different sizes are no table: [inference-16]")
    func uneven() throws {
        var rows = MapRows()
        try rows.add(entries: 3)
        try rows.add(entries: 3)
        #expect(rows.shape?.dimensions == [2, 3])
        let failure = #expect(throws: OrtFailure.self) { try rows.add(entries: 2) }
        #expect(failure?.message.hasPrefix("the map of row 2 has 2 entries, that of row 0 has 3") == true)
    }
}
