import HTTPTypes
import Hummingbird
import NIOCore
import OpenInference
import Tensors

/// Requests and their answers.
extension InferenceRoutes {
    /// `POST …/infer`.
    @Sendable func infer(_ request: Request, context: APIContext) async throws -> Response {
        try context.require(.reader)
        let target = try ModelTarget(context)
        let body = try await request.payload(upTo: longestBody)
        let asked = try await decode(body, request.headers[.inferenceHeaderLength], target)
        let form = asked.form
        let call = InferCall(model: target.model, version: target.version, request: asked) {
            [channel = context.channel] in
            channel.remoteAddress?.ipAddress ?? ""
        }
        let empty = asked.inputs.first { $0.shape.count == 0 }?.name
        let answer: InferAnswer
        do throws(InferError) {
            answer = try await models.infer(call)
        } catch {
            if error.code == .internal, let empty { throw Self.refusal(ofEmpty: empty) }
            throw refusal(error, target, context)
        }
        return try write(answer, form, target, request, context)
    }

    private func decode(_ body: ByteBuffer, _ headerLength: String?, _ target: ModelTarget) async throws -> InferRequest
    {
        var request = InferRequest()
        do throws(InferError) {
            // The content type says nothing that the header length does not: clients send any, or none.
            let encoding = try BodyEncoding(headerLength: headerLength, contentType: nil)
            var inputs: [TensorSignature] = []
            if case .raw = encoding {
                inputs = try await models.model(target.model).version(target.version).inputs
            }
            try decoder.decode(body.readableBytesSpan, encoding: encoding, inputs: inputs, into: &request)
        } catch {
            throw Refusal(error)
        }
        return request
    }

    private func write(
        _ answer: InferAnswer,
        _ form: InferRequest,
        _ target: ModelTarget,
        _ request: Request,
        _ context: APIContext
    ) throws -> Response {
        var answer = answer
        var bytes: [UInt8] = []
        let headerLength: Int?
        do throws(InferError) {
            try answer.classify(form, nonFinite: nonFinite)
            headerLength = try answer.response.encode(to: form, nonFinite: nonFinite, into: &bytes)
        } catch {
            throw Refusal(error)
        }
        let type = headerLength == nil ? BodyEncoding.jsonType : BodyEncoding.binaryType
        return Response(
            packing: ByteBuffer(bytes: bytes),
            contentType: type,
            headers: headerLength.map { [.inferenceHeaderLength: String($0)] } ?? [:],
            for: request
        )
    }

    /// Many models fail on inputs without elements, which is for whoever sends them to mend.
    private static func refusal(ofEmpty input: String) -> Refusal {
        Refusal(
            InferError(.badInput, "the model fails where input '\(input.prefix(80))' has no element; send a row")
        )
    }

    /// A model that fails may say more than a client is to know: it gets an id, under which the log has the rest.
    private func refusal(_ error: InferError, _ target: ModelTarget, _ context: APIContext) -> Refusal {
        guard error.code == .internal else { return Refusal(error) }
        let trace = String(UInt64.random(in: .min ... .max), radix: 16)
        faults.note(error.message, model: target.model, trace: trace, logger: context.logger)
        return Refusal(
            InferError(
                .internal,
                "the request could not be computed; the node's log says why, under trace \(trace)"
            )
        )
    }
}

extension HTTPField.Name {
    /// The length of the JSON before binary tensors.
    static let inferenceHeaderLength: HTTPField.Name = {
        guard let name = HTTPField.Name("Inference-Header-Content-Length") else {
            preconditionFailure("the protocol's header is a field name")
        }
        return name
    }()
}
