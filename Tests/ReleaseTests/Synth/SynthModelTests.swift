import AWS
import Foundation
import Recipes
@testable import Release
import Support
import Testing
import Transfer

@Suite("gg synth takes models from registries")
struct SynthModelTests {
    /// A package of SageMaker's registry, as a stand-in has it.
    private struct Package {
        var version: Int
        var status = "Completed"
        var containers = #"[{"Image": "any", "ModelDataUrl": "s3://models/model/model.onnx"}]"#

        var arn: String { "arn:aws:sagemaker:eu-west-1:123456789012:model-package/press/\(version)" }
    }

    /// SageMaker that has these packages, two a page, in this order; what it was asked is in `requests`.
    private func registry(_ packages: [Package]) throws -> StandInServer {
        try StandInServer { request, line in
            let body = (try? JSONValue(json: request.body)) ?? .null
            if request.header("X-Amz-Target") == "SageMaker.ListModelPackages" {
                let start = body["NextToken"]?.text.flatMap { Int($0) } ?? 0
                let page = packages.dropFirst(start).prefix(2)
                let rows = page.map { package in
                    """
                    {"ModelPackageArn": "\(package.arn)", "ModelPackageGroupName": "press", "CreationTime": 1.5e9,
                     "ModelPackageVersion": \(package.version), "ModelPackageStatus": "\(package.status)"}
                    """
                }
                let next = start + 2 < packages.count ? ", \"NextToken\": \"\(start + 2)\"" : ""
                line.answer(body: Array("{\"ModelPackageSummaryList\": [\(rows.joined(separator: ","))]\(next)}".utf8))
            } else if let package = packages.first(where: { $0.arn == body["ModelPackageName"]?.text }) {
                let text = """
                    {"ModelPackageArn": "\(package.arn)", "ModelPackageGroupName": "press", "ModelPackageStatus": "Completed",
                     "ModelPackageVersion": \(package.version), "ModelApprovalStatus": "Approved", "CreationTime": 1.5e9,
                     "InferenceSpecification": {"Containers": \(package.containers)}}
                    """
                line.answer(body: Array(text.utf8))
            } else {
                line.answer(400, body: Array(#"{"__type": "ValidationException", "message": "none"}"#.utf8))
            }
        }
    }

    private func site(_ more: String = "", file: String? = "file: model.tar.gz") async throws -> SynthSite {
        let site = try await SynthSite()
        let model = "model: {source: sagemaker, group: press\(file.map { ", \($0)" } ?? "")}\nversion: MODEL\n"
        try site.configure(site.component("model", model + more))
        return site
    }

    @Test("[gg-30] the greatest approved version of a group is fetched, kept and placed; the next run fetches nothing")
    func sagemaker() async throws {
        let site = try await site()
        let (result, release) = try site.synth()
        #expect(result.components.map(\.what) == ["model 160"])
        #expect(release.components[0].version == "160.0.0")
        let model = try #require(release.components[0].model)
        #expect(model.source == "sagemaker" && model.version == "160" && model.reference.hasSuffix("/press/160"))
        #expect(model.files.map(\.path) == ["model.tar.gz"])
        #expect(try site.bytes("model/model.tar.gz") == (0..<3_000_000).map { UInt8($0 % 251) })
        let fetched = site.journal.events.value.count { event in
            if case .progress = event { true } else { false }
        }
        #expect(fetched > 0)
        site.journal.events.change { $0 = [] }
        try FileManager.default.removeItem(atPath: site.folder.path + "/model/model.tar.gz")
        #expect(try site.synth().release == release)
        let again = site.journal.events.value.contains { event in
            if case .progress = event { true } else { false }
        }
        #expect(!again)
        #expect(site.exists("model/model.tar.gz"))
    }

    @Test("[gg-30] versions are compared as numbers over all pages, whatever their order; failed ones do not count")
    func order() async throws {
        let registry = try registry([
            Package(version: 2), Package(version: 9), Package(version: 10), Package(version: 1),
            Package(version: 11, status: "Failed"), Package(version: 12, status: "Pending"),
        ])
        let site = try await site()
        let (_, release) = try site.synth(session: ["AWS_ENDPOINT_URL_SAGEMAKER": registry.url("")])
        #expect(release.components[0].version == "10.0.0")
        let asked = try registry.requests.value.compactMap { try JSONValue(json: $0.body) }.filter {
            $0["SortOrder"] != nil
        }
        #expect(asked.count == 3)
        #expect(
            asked.allSatisfy { $0["ModelApprovalStatus"]?.text == "Approved" && $0["SortOrder"]?.text == "Descending" }
        )
    }

    @Test(
        "[gg-30] a prefix becomes a folder; files of a former model are taken away; the first container with data counts"
    )
    func prefix() async throws {
        let s3 = try await SynthSite().cloud.session().s3()
        let key = UUID().uuidString
        for (path, text) in [("1/a.txt", "a"), ("1/sub/b.txt", "b"), ("2/sub/b.txt", "B"), ("2/c.txt", "c")] {
            try s3.put(Array(text.utf8), to: #require(S3Location(bucket: "models", key: "\(key)/\(path)")))
        }
        func container(_ number: Int) -> String {
            """
            [{"Image": "none"}, {"Image": "x", "ModelDataSource": {"S3DataSource": {"S3Uri": "s3://models/\(key)/\(number)/",
              "S3DataType": "S3Prefix", "CompressionType": "None"}}}, {"Image": "y", "ModelDataUrl": "s3://models/other"}]
            """
        }
        let first = try registry([Package(version: 1, containers: container(1))])
        let second = try registry([Package(version: 2, containers: container(2))])
        let site = try await site(file: nil)
        try site.write("mine", to: "model/own.txt")
        let (_, one) = try site.synth(session: ["AWS_ENDPOINT_URL_SAGEMAKER": first.url("")])
        #expect(one.components[0].model?.files.map(\.path) == ["a.txt", "sub/b.txt"])
        let warned = site.journal.events.value.contains { event in
            if case .warning(_, let text) = event { text.contains("2 containers") } else { false }
        }
        #expect(warned)
        let (_, two) = try site.synth(session: ["AWS_ENDPOINT_URL_SAGEMAKER": second.url("")])
        #expect(two.components[0].version == "2.0.0")
        #expect(!site.exists("model/a.txt"))
        #expect(try site.read("model/sub/b.txt") == "B")
        #expect(try site.read("model/c.txt") == "c")
        #expect(try site.read("model/own.txt") == "mine")
    }

    @Test("[gg-32] a corrupted cache is found and the model fetched again")
    func corrupted() async throws {
        let site = try await site()
        let digest = try #require(try site.synth().release.components[0].model?.digest)
        try site.write("broken", to: "cache/sha256/\(digest)")
        try FileManager.default.removeItem(atPath: site.folder.path + "/model/model.tar.gz")
        #expect(try site.synth().release.components[0].model?.digest == digest)
        #expect(try site.bytes("model/model.tar.gz").count == 3_000_000)
    }

    @Test(
        "[gg-30] no approved version, no data, an unknown group and a replaced file are told with what to do",
        arguments: [
            ("", "approve one", ReleaseError.Kind.input),
            (#"[{"Image": "any"}]"#, "no model data", .input),
            (#"[{"ModelDataUrl": "s3://models/none.tar.gz"}]"#, "s3://models/none.tar.gz", .cloud),
            (#"[{"ModelDataUrl": "s3://models/model/model.onnx", "ModelDataETag": "abc"}]"#, "replaced", .input),
        ]
    )
    func missing(containers: String, hint: String, kind: ReleaseError.Kind) async throws {
        let registry = try registry(containers.isEmpty ? [] : [Package(version: 1, containers: containers)])
        let site = try await site()
        let error = try #require(throws: ReleaseError.self) {
            try site.synth(session: ["AWS_ENDPOINT_URL_SAGEMAKER": registry.url("")])
        }
        #expect(error.kind == kind)
        #expect(error.message.contains(hint))
        #expect(!site.exists("build/release.json"))
    }

    @Test(
        "[gg-30] the seed's spelling is understood: greengrass-config.yml, sagemaker-managed, the group of the environment"
    )
    func seed() async throws {
        let site = try await SynthSite()
        try site.configure(
            site.component("model", "model: {name: press, sagemaker-managed: \"true\"}\nversion: MODEL"),
            file: "greengrass-config.yml"
        )
        let missing = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(missing.message.contains("MODEL_PACKAGE_GROUP_NAME"))
        let (_, release) = try site.synth(["MODEL_PACKAGE_GROUP_NAME": "press"])
        #expect(release.components[0].version == "160.0.0")
        #expect(release.configuration == "greengrass-config.yml")
        #expect(site.exists("model/model.onnx"))
    }

    @Test("[gg-21] what changes around the same model version is the next patch of it")
    func around() async throws {
        let site = try await site()
        try site.synth()
        try site.publish()
        #expect(try site.synth().release.components[0].isUnchanged)
        try site.write("note", to: "model/note.txt")
        #expect(try site.synth().release.components[0].version == "160.0.1")
    }

    @Test("[gg-33] a model of MLflow is a folder of files, its version the registry's")
    func mlflow() async throws {
        let server = try StandInServer { request, line in
            func json(_ text: String) {
                line.answer(headers: ["Content-Type": "application/json"], body: Array(text.utf8))
            }
            guard request.header("Authorization") == "Bearer of-a-test" else { return _ = line.answer(401) }
            let path = request.target.prefix { $0 != "?" }
            switch path {
            case "/api/2.0/mlflow/registered-models/alias":
                json(#"{"model_version": {"name": "press", "version": "7", "status": "READY"}}"#)
            case "/api/2.0/mlflow/model-versions/get-download-uri": json(#"{"artifact_uri": "mlflow-artifacts:/1/m"}"#)
            case "/api/2.0/mlflow-artifacts/artifacts":
                json(
                    request.target.hasSuffix("data")
                        ? #"{"files": [{"path": "w.bin", "is_dir": false, "file_size": 2}]}"#
                        : #"{"files": [{"path": "model.onnx", "is_dir": false, "file_size": 5}, {"path": "data", "is_dir": true}]}"#
                )
            case "/api/2.0/mlflow-artifacts/artifacts/1/m/model.onnx":
                line.serve(Array("model".utf8), etag: "\"a\"", to: request)
            case "/api/2.0/mlflow-artifacts/artifacts/1/m/data/w.bin":
                line.serve(Array("ww".utf8), etag: "\"b\"", to: request)
            default: line.answer(404)
            }
        }
        let site = try await SynthSite()
        try site.configure(
            site.component("model", "model: {source: mlflow, uri: 'models:/press@champion'}\nversion: MODEL")
        )
        let missing = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(missing.kind == .input && missing.message.contains("MLFLOW_TRACKING_URI"))
        let refused = try #require(throws: ReleaseError.self) {
            try site.synth(["MLFLOW_TRACKING_URI": server.url("")])
        }
        #expect(refused.kind == .cloud)
        let (_, release) = try site.synth([
            "MLFLOW_TRACKING_URI": server.url(""), "MLFLOW_TRACKING_TOKEN": "of-a-test",
        ])
        #expect(release.components[0].version == "7.0.0")
        #expect(release.components[0].model?.reference == "models:/press/7")
        #expect(try site.read("model/model.onnx") == "model")
        #expect(try site.read("model/data/w.bin") == "ww")
    }

    @Test("[gg-34] a folder is a model without a version, or a bundle that is checked")
    func folder() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("model", "model: {source: folder}\nversion: MODEL"))
        let empty = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(empty.kind == .input)
        try site.write("weights", to: "model/weights.bin")
        let (_, release) = try site.synth()
        #expect(release.components[0].version == "1.0.0")
        #expect(release.components[0].model?.source == "folder")
        try site.write("{}", to: "model/manifest.json")
        try site.write("no model", to: "model/model.onnx")
        let broken = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(broken.kind == .input)
    }
}
