import Foundation
import Support
import Transfer

/// Runs what blocks on a thread of its own, so that tests beside it go on.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
}

/// What a download brought.
struct Fetched: Sendable {
    var bytes: [UInt8] = []
    var outcome: Download?
    var error: TransferError?
}

extension HTTPClient {
    /// Downloads into memory, and tells what had come also where it failed.
    func fetch(
        _ request: HTTPRequest,
        range: DownloadRange = DownloadRange(),
        cancellation: Cancellation? = nil,
        onPiece: @escaping @Sendable () -> Void = {}
    ) async throws -> Fetched {
        try await blocking {
            var fetched = Fetched()
            do throws(TransferError) {
                fetched.outcome = try self.download(request, range: range, cancellation: cancellation) { piece in
                    for index in 0..<piece.byteCount {
                        fetched.bytes.append(unsafe piece.unsafeLoad(fromByteOffset: index, as: UInt8.self))
                    }
                    onPiece()
                }
            } catch {
                fetched.error = error
            }
            return fetched
        }
    }

    /// Sends and returns the answer, or what it failed of.
    func ask(
        _ request: HTTPRequest,
        limit: Int = 1 << 20,
        cancellation: Cancellation? = nil
    ) async throws -> Result<HTTPResponse, TransferError> {
        try await blocking {
            do throws(TransferError) {
                return .success(try self.send(request, limit: limit, cancellation: cancellation))
            } catch {
                return .failure(error)
            }
        }
    }
}

extension Result where Failure == TransferError {
    var error: TransferError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

/// Bytes that differ from each other.
func sample(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
}
