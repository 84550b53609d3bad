import Foundation
import Transfer

extension AWSSession {
    /// The body of a success; sent again after failures that pass, signed anew, and once with new keys where the old ones
    /// have ended.
    func body(_ call: ServiceCall) throws(AWSError) -> [UInt8] {
        let endpoint = try endpoints.endpoint(of: call.service, region: region)
        return try retry.run(isRepeatable: call.isRepeatable, cancellation: cancellation) { () throws(AWSError) in
            try renewing { keys throws(AWSError) in try send(call, at: endpoint, keys) }
        }
    }

    /// The answer, read as JSON.
    func answer<Answer: Decodable>(_ call: ServiceCall, as type: Answer.Type) throws(AWSError) -> Answer {
        try Self.read(try body(call), of: call, as: type)
    }

    /// The same; nil where what was asked for is not there.
    func answerIfThere<Answer: Decodable>(_ call: ServiceCall, as type: Answer.Type) throws(AWSError) -> Answer? {
        do throws(AWSError) {
            return try answer(call, as: type)
        } catch {
            guard error.status == 404, error.code == "ResourceNotFoundException" else { throw error }
            return nil
        }
    }

    /// Reads JSON.
    static func read<Answer: Decodable>(
        _ body: [UInt8],
        of call: ServiceCall,
        as type: Answer.Type
    ) throws(AWSError) -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(body))
        } catch {
            throw AWSError(
                "Answer",
                "\(call.title): the answer is not the JSON that \(call.service.rawValue) gives\(fault(error)); is it AWS "
                    + "that answers at this endpoint, and not a proxy or a sign-in page?"
            )
        }
    }

    /// Where a decoder did not get on; never what stood there.
    private static func fault(_ error: any Error) -> String {
        let path: [any CodingKey]
        switch error {
        case DecodingError.keyNotFound(let key, let context): path = context.codingPath + [key]
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            path = context.codingPath
        default: return ""
        }
        return path.isEmpty ? "" : " (at \(path.map(\.stringValue).joined(separator: ".").prefix(200)))"
    }

    private func send(
        _ call: ServiceCall,
        at endpoint: AWSEndpoints.Endpoint,
        _ keys: Credentials
    ) throws(AWSError) -> [UInt8] {
        let signed = SignatureV4.sign(
            call.request(at: endpoint),
            service: call.service.rawValue,
            region: region,
            credentials: keys,
            date: clock()
        )
        let response: HTTPResponse
        do throws(TransferError) {
            response = try http.send(signed, limit: ServiceCall.answerLimit, cancellation: cancellation)
        } catch {
            guard error.code != .cancelled else { throw AWSError.cancelled(call.title) }
            let isPassing = error.isPassing || error.code == .deadline
            throw AWSError("Transfer", "\(call.title): \(error.message)", isPassing: isPassing)
        }
        if (200..<300).contains(response.status) { return response.body }
        throw ServiceRefusal(response).error(of: call, hiding: keys)
    }
}
