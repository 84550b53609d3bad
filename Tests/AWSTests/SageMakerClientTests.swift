import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("SageMaker's model registry")
struct SageMakerClientTests {
    private func client(_ variables: [String: String]) throws -> SageMakerClient {
        SageMakerClient(
            try AWSSession(
                environment: variables,
                homeDirectory: nil,
                http: HTTPClient(TransferOptions(proxy: .none)),
                retry: AWSRetry(sleep: { _ in })
            )
        )
    }

    private func client(_ server: StandInServer) throws -> SageMakerClient {
        try client([
            "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": server.url(""), "AWS_ACCESS_KEY_ID": "AKIA",
            "AWS_SECRET_ACCESS_KEY": "s3cret",
        ])
    }

    // [aws-70]
    @Test("lists the approved versions of a group, all pages, the greatest first")
    func lists() async throws {
        let moto = try await MotoServer.get()
        let client = try client(moto.environment())
        let found = try client.packages(group: moto.group)
        #expect(found.map(\.version) == (1...160).reversed().filter { $0 % 3 != 0 })
        #expect(found.first?.arn == moto.packages["160"] && found.first?.group == moto.group)
        #expect(found.allSatisfy { $0.created != nil })
        #expect(try client.packages(group: "none").isEmpty)
    }

    // [aws-71]
    @Test("says where a version's bytes are")
    func describes() async throws {
        let moto = try await MotoServer.get()
        let client = try client(moto.environment())
        let object = try client.package(try #require(moto.packages["160"]))
        #expect(object.version == 160 && object.group == moto.group && object.approval == "Approved")
        #expect(object.status == "Completed" && object.metadata == ["number": "160"])
        let location = try #require(S3Location("s3://models/model/model.onnx"))
        #expect(object.data == [ModelData(location: .s3(location), isPrefix: false, isGzip: false, etag: nil)])
        let prefix = try client.package(try #require(moto.packages["158"])).data.first
        #expect(prefix?.isPrefix == true && prefix?.isGzip == false)
        #expect(try client.package(try #require(moto.packages["1"])).data.first?.isGzip == true)
        let arn = try #require(moto.packages["1"]).replacing("/1", with: "/999")
        let error = #expect(throws: AWSError.self) { try client.package(arn) }
        #expect(
            error?.code == "ValidationException" && error?.message.contains("sagemaker:DescribeModelPackage") == true
        )
        let stranger = try self.client(moto.environment(moto.stranger))
        let denied = #expect(throws: AWSError.self) { try stranger.packages(group: moto.group) }
        #expect(denied?.message.contains("sagemaker:ListModelPackages") == true, "\(String(describing: denied))")
    }

    // [aws-70]
    @Test("asks for approved ones in descending order, and takes only those that are complete")
    func asksAndFilters() throws {
        let server = try StandInServer { request, line in
            let isSecond = String(decoding: request.body, as: UTF8.self).contains("NextToken")
            func row(_ version: Int, _ status: String) -> String {
                #"{"ModelPackageArn": "a\#(version)", "ModelPackageVersion": \#(version), "ModelPackageStatus": "\#(status)"}"#
            }
            let rows =
                isSecond ? [row(9, "Completed"), row(10, "Failed")] : [row(2, "Completed"), row(11, "InProgress")]
            let next = isSecond ? "" : #", "NextToken": "t""#
            line.answer(body: Array(#"{"ModelPackageSummaryList": [\#(rows.joined(separator: ","))]\#(next)}"#.utf8))
        }
        #expect(try client(server).packages(group: "g").map(\.version) == [9, 2])
        let requests = server.requests.value
        #expect(requests.count == 2)
        #expect(requests.allSatisfy { $0.header("X-Amz-Target") == "SageMaker.ListModelPackages" })
        #expect(requests.allSatisfy { $0.header("Content-Type") == "application/x-amz-json-1.1" })
        let body = try JSONSerialization.jsonObject(with: Data(requests[1].body)) as? NSDictionary
        let wanted: NSDictionary = [
            "ModelPackageGroupName": "g", "ModelApprovalStatus": "Approved", "SortBy": "CreationTime",
            "SortOrder": "Descending", "MaxResults": 100, "NextToken": "t",
        ]
        #expect(body == wanted)
    }

    // [aws-71]
    @Test(
        "reads both forms of model data",
        arguments: [
            (
                #"{"ModelDataUrl": "s3://b-1/k/m.tar.gz", "ModelDataETag": "e"}"#, "s3://b-1/k/m.tar.gz", false, true,
                "e"
            ),
            (#"{"ModelDataUrl": "https://host/m.onnx"}"#, "https://host/m.onnx", false, false, nil),
            (
                #"{"ModelDataUrl": "s3://b-1/old", "ModelDataSource": {"S3DataSource": {"S3Uri": "s3://b-1/k/", "#
                    + #""S3DataType": "S3Prefix", "CompressionType": "None", "ETag": "f"}}}"#,
                "s3://b-1/k/", true, false, "f"
            ),
            (
                #"{"ModelDataSource": {"S3DataSource": {"S3Uri": "s3://b-1/k", "S3DataType": "S3Object", "#
                    + #""CompressionType": "Gzip"}}}"#, "s3://b-1/k", false, true, nil
            ),
        ] as [(String, String, Bool, Bool, String?)]
    )
    func forms(container: String, place: String, isPrefix: Bool, isGzip: Bool, etag: String?) throws {
        let server = try StandInServer { _, line in
            let text =
                #"{"ModelPackageArn": "a", "ModelPackageGroupName": "g", "ModelPackageVersion": 3, "CreationTime": 1.5e9, "#
                + #""InferenceSpecification": {"Containers": [{}, \#(container)]}}"#
            line.answer(body: Array(text.utf8))
        }
        let data = try client(server).package("a").data
        let location = S3Location(place).map(ModelData.Location.s3) ?? .web(place)
        #expect(data == [ModelData(location: location, isPrefix: isPrefix, isGzip: isGzip, etag: etag)])
    }

    // [aws-71] [aws-56]
    @Test(
        "refuses what is no version of a group, and places that are none",
        arguments: [
            #"{"ModelPackageArn": "a"}"#, "<html>", "[]", "{}", #"{"ModelPackageArn": 1}"#,
            #"{"ModelPackageArn": "a", "ModelPackageGroupName": "g", "ModelPackageVersion": 0}"#,
            #"{"ModelPackageArn": "a", "ModelPackageGroupName": "g", "ModelPackageVersion": 1e300}"#,
            #"{"ModelPackageArn": "a", "ModelPackageGroupName": "g", "ModelPackageVersion": 1, "InferenceSpecification": "#
                + #"{"Containers": [{"ModelDataUrl": "file:///etc/passwd"}]}}"#,
            #"{"ModelPackageArn": "a", "ModelPackageGroupName": "g", "ModelPackageVersion": 1, "InferenceSpecification": "#
                + #"{"Containers": [{"ModelDataUrl": "s3://b-1/../k"}]}}"#,
        ]
    )
    func refuses(answer: String) throws {
        let server = try StandInServer { _, line in line.answer(body: Array(answer.utf8)) }
        let error = #expect(throws: AWSError.self) { try client(server).package("a") }
        #expect(error?.code == "Answer" && error?.message.contains("passwd") == false)
    }

    // [aws-56]
    @Test("an answer without end is not read to it")
    func endless() throws {
        let server = try StandInServer { _, line in
            line.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            let piece = Array(repeating: UInt8(ascii: " "), count: 1 << 20)
            for _ in 0..<64 where line.send(piece) {}
            line.close()
        }
        let error = #expect(throws: AWSError.self) { try client(server).package("a") }
        #expect(error?.code == "Transfer" && error?.isPassing == false)
        #expect(server.requests.value.count == 1)
    }
}
