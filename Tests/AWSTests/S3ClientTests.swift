import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("S3, with a server that checks signatures")
struct S3ClientTests {
    private func location(_ key: String) throws -> S3Location {
        try #require(S3Location(bucket: "models", key: key))
    }

    // [aws-30]
    @Test("tells how long an object is, and a download of a part of it goes with the signed request")
    func downloads() async throws {
        let s3 = try await MotoServer.get().s3()
        let model = try location("model/model.onnx")
        let object = try s3.head(model)
        #expect(object.size == 3_000_000)
        var received: [UInt8] = []
        let client = HTTPClient(TransferOptions(proxy: .none))
        let range = DownloadRange(offset: 1_000_001, length: 500, total: object.size, ifRange: object.etag)
        let download = try client.download(try s3.request("GET", model), range: range) { span in
            for index in span.byteOffsets {
                received.append(unsafe span.unsafeLoad(fromByteOffset: index, as: UInt8.self))
            }
        }
        #expect(download.status == 206)
        #expect(received == (1_000_001..<1_000_501).map { UInt8($0 % 251) })
    }

    // [aws-31]
    @Test("stores and reads objects whose keys need encoding")
    func oddKeys() async throws {
        let moto = try await MotoServer.get()
        let s3 = moto.s3()
        #expect(try s3.get(location("odd/ä b+c%/(d)&e=f.txt"), limit: 10) == Array("odd".utf8))
        for key in ["put/plain", "put/a b+c=d&e~f'(g)*!,;:@$", "put/日本 😀/ü"] {
            let bytes = (0..<1000).map { UInt8($0 % 256) }
            #expect(try s3.put(bytes, to: location(key)) != nil)
            #expect(try s3.get(location(key), limit: 1000) == bytes)
        }
        #expect(
            try s3.list(location("put/")).map(\.key) == ["put/a b+c=d&e~f'(g)*!,;:@$", "put/plain", "put/日本 😀/ü"]
        )
    }

    // [aws-32]
    @Test("lists page by page, up to a limit")
    func lists() async throws {
        let s3 = try await MotoServer.get().s3()
        let all = try s3.list(location("list/"), limit: 2345)
        let wanted = (10_000..<12_345).map { number in "list/\("\(number)".dropFirst())" }
        #expect(all.map(\.key) == wanted)
        #expect(all.allSatisfy { $0.size == 0 && $0.etag != nil })
        #expect(throws: AWSError.self) { try s3.list(location("list/"), limit: 2344) }
        #expect(try s3.list(location("none/")).isEmpty)
    }

    // [aws-33]
    @Test("does not overwrite when told so")
    func doesNotOverwrite() async throws {
        let s3 = try await MotoServer.get().s3()
        try s3.put([1], to: location("once"), ifAbsent: true)
        let error = #expect(throws: AWSError.self) { try s3.put([2], to: location("once"), ifAbsent: true) }
        #expect(error?.code == "PreconditionFailed")
        #expect(try s3.get(location("once"), limit: 1) == [1])
    }

    // [aws-34]
    @Test("says what S3 refuses")
    func refusals() async throws {
        let moto = try await MotoServer.get()
        func code(_ s3: S3Client, _ url: String) throws -> String? {
            let location = try #require(S3Location(url))
            do throws(AWSError) {
                return "found \(try s3.get(location, limit: 10))"
            } catch {
                #expect(error.message.hasPrefix(url), "\(error)")
                return error.code
            }
        }
        let wrong = ["AWS_ACCESS_KEY_ID": moto.friend.id, "AWS_SECRET_ACCESS_KEY": "wrong"]
        let unknown = ["AWS_ACCESS_KEY_ID": "AKIANOBODY", "AWS_SECRET_ACCESS_KEY": "wrong"]
        #expect(try code(moto.s3(), "s3://models/none") == "NoSuchKey")
        #expect(try code(moto.s3(), "s3://nowhere/none") == "NoSuchBucket")
        #expect(try code(moto.s3(moto.stranger.environment), "s3://models/once") == "AccessDenied")
        #expect(try code(moto.s3(wrong), "s3://models/once") == "SignatureDoesNotMatch")
        #expect(try code(moto.s3(unknown), "s3://models/once") == "InvalidAccessKeyId")
        let error = #expect(throws: AWSError.self) { try moto.s3().head(location("none")) }
        #expect(error?.code == "NotFound")
    }

    // [aws-13] [aws-41]
    @Test("reads with the keys of a role that STS gives")
    func role() async throws {
        let moto = try await MotoServer.get()
        let home = try Folder()
        func config(_ more: String) throws -> [String: String] {
            let text =
                "[profile a]\nrole_arn = \(moto.role)\ncredential_source = Environment\nregion = eu-west-1\n\(more)"
            return moto.friend.environment.merging([
                "AWS_CONFIG_FILE": try home.write(text, to: "config"), "AWS_ENDPOINT_URL": moto.url,
            ]) { $1 }
        }
        func chain(_ variables: [String: String]) -> CredentialChain {
            CredentialChain(
                environment: variables,
                homeDirectory: nil,
                profile: "a",
                http: HTTPClient(TransferOptions(proxy: .none))
            )
        }
        let variables = try config("external_id = marram\n")
        let http = HTTPClient(TransferOptions(proxy: .none))
        let s3 = S3Client(
            options: S3Options(environment: variables, profile: "a"),
            credentials: chain(variables),
            http: http
        )
        #expect(try s3.head(location("model/model.onnx")).size == 3_000_000)
        let keys = try chain(variables).credentials()
        #expect(keys.sessionToken != nil && keys.expires != nil && keys.accessKeyID.hasPrefix("ASIA"))
        let settings = try SharedSettings(environment: variables, homeDirectory: nil)
        func sts(_ keys: Credentials) -> STSClient {
            STSClient(endpoints: AWSEndpoints(settings: settings), region: "eu-west-1", credentials: keys, http: http)
        }
        let identity = try sts(keys).callerIdentity()
        #expect(identity.arn.contains(":assumed-role/reader/marram-") && identity.account == "123456789012")
        let wrong = Credentials(
            accessKeyID: keys.accessKeyID,
            secretAccessKey: "wrong",
            sessionToken: keys.sessionToken
        )
        let error = #expect(throws: AWSError.self) { try sts(wrong).callerIdentity() }
        #expect(error?.code == "SignatureDoesNotMatch", "\(String(describing: error))")
    }
}
