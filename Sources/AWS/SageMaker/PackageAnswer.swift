import Foundation
import Transfer

/// What DescribeModelPackage answers, as far as it is used.
struct PackageAnswer: Decodable {
    struct Object: Decodable {
        let S3Uri: String?
        let S3DataType: String?
        let CompressionType: String?
        let ETag: String?
    }

    struct Source: Decodable {
        let S3DataSource: Object?
    }

    struct Container: Decodable {
        let ModelDataUrl: String?
        let ModelDataSource: Source?
        let ModelDataETag: String?
    }

    struct Inference: Decodable {
        let Containers: [Container]?
    }

    let ModelPackageArn: String?
    let ModelPackageGroupName: String?
    let ModelPackageVersion: Int?
    let ModelPackageStatus: String?
    let ModelApprovalStatus: String?
    let CreationTime: Double?
    let InferenceSpecification: Inference?
    let CustomerMetadataProperties: [String: String]?

    /// What it says, checked.
    func package(_ call: ServiceCall) throws(AWSError) -> ModelPackage {
        guard let arn = ModelPackageArn, let version = ModelPackageVersion, version > 0,
            let group = ModelPackageGroupName
        else {
            throw AWSError(
                "Answer",
                "\(call.title): it is no version of a group; register the model in a model package group"
            )
        }
        var data: [ModelData] = []
        for container in InferenceSpecification?.Containers ?? [] {
            if let found = try Self.data(container, call) { data.append(found) }
        }
        return ModelPackage(
            arn: arn,
            group: group,
            version: version,
            status: ModelPackageStatus ?? "",
            approval: ModelApprovalStatus,
            created: CreationTime.map { Date(timeIntervalSince1970: $0) },
            data: data,
            metadata: CustomerMetadataProperties ?? [:]
        )
    }

    /// Where a container's bytes are; the newer of both forms counts where SageMaker gives both.
    private static func data(_ container: Container, _ call: ServiceCall) throws(AWSError) -> ModelData? {
        if let object = container.ModelDataSource?.S3DataSource, let url = object.S3Uri {
            return ModelData(
                location: try location(url, call),
                isPrefix: object.S3DataType == "S3Prefix",
                isGzip: object.CompressionType == "Gzip",
                etag: object.ETag ?? container.ModelDataETag
            )
        }
        guard let url = container.ModelDataUrl else { return nil }
        return ModelData(
            location: try location(url, call),
            isPrefix: false,
            isGzip: url.hasSuffix(".tar.gz") || url.hasSuffix(".tgz"),
            etag: container.ModelDataETag
        )
    }

    private static func location(_ url: String, _ call: ServiceCall) throws(AWSError) -> ModelData.Location {
        if let location = S3Location(url), !location.key.isEmpty { return .s3(location) }
        if let address = try? WebAddress(url), address.isSecure { return .web(url) }
        throw AWSError("Answer", "\(call.title): its model data is neither an s3:// object nor an https:// URL")
    }
}
