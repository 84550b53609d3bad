import Inference
import OpenInference
import Tensors
import Testing

/// The same numbers and texts as Python's onnxruntime, for models of every datatype and kind.
@Suite struct PythonParityTests {
    @Test("answers are those of Python, bit for bit: [inference-13]")
    func answers() async throws {
        let python = try await PythonAnswers.get()
        #expect(Set(python.cases.flatMap(\.outputs).map(\.datatype)) == Set(Datatype.allCases.map(\.rawValue)))
        for (place, one) in python.cases.enumerated() {
            let session = try #require(python.sessions[one.model])
            let expected = try one.outputs.map { try $0.tensor() }
            // What another model answered stands there before.
            var results = [Tensor.texts("before", [2], ["some", "texts"])]
            try session.run(try one.inputs.map { try $0.tensor() }, outputs: one.wanted ?? [], into: &results)
            #expect(results == expected, "case \(place) of seed \(python.seed), \(one.model)")
        }
    }

    @Test("requests that Python writes as JSON are its arrays, bit for bit: [inference-13]")
    func requests() async throws {
        let python = try await PythonAnswers.get()
        var seen: Set<String> = []
        var request = InferRequest()
        for (place, one) in python.cases.enumerated() {
            guard let json = one.request else { continue }
            let session = try #require(python.sessions[one.model])
            let body = Array(json.utf8)
            let inputs = session.model.inputs
            let span = body.span
            try RequestDecoder(limits: RequestLimits()).decode(
                unsafe span.bytes,
                encoding: .json,
                inputs: inputs,
                into: &request
            )
            try SignatureCheck.check(request, inputs: inputs, outputs: session.model.outputs)
            let expected = try one.inputs.map { try $0.tensor() }
            #expect(request.inputs == expected, "case \(place) of seed \(python.seed), \(one.model): \(json)")
            #expect(request.outputs.map(\.name) == one.wanted ?? [])
            seen.formUnion(one.inputs.map(\.datatype))
        }
        #expect(seen == Set(Datatype.allCases.map(\.rawValue)))
    }
}
