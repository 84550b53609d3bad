import AWS
import Foundation
import Support
import Transfer

extension MotoServer {
    /// A client of S3 with a key.
    func s3(_ environment: [String: String]? = nil, clock: @escaping @Sendable () -> Date = { Date() }) -> S3Client {
        let variables = (environment ?? friend.environment).merging(["AWS_EC2_METADATA_DISABLED": "true"]) { old, _ in
            old
        }
        let http = HTTPClient(TransferOptions(proxy: .none))
        return S3Client(
            options: S3Options(region: "eu-west-1", endpoint: url, environment: variables),
            credentials: CredentialChain(environment: variables, homeDirectory: nil, http: http),
            http: http,
            clock: clock
        )
    }
}
