import Foundation
import Transfer

/// A small question to a service beside this process: the container's or the machine's own.
enum MetadataService {
    /// Short times, no proxy, no redirects: the answer holds keys.
    static let options = TransferOptions(
        connectTimeout: .seconds(1),
        minimumSpeed: nil,
        deadline: .seconds(2),
        proxy: .none,
        maximumRedirects: 0
    )
    /// Longer than any answer.
    static let limit = 64 << 10
}
