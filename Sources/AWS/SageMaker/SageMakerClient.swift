import Foundation
import Transfer

/// Asks SageMaker's model registry, on the thread that calls; any number of threads may call at once.
public struct SageMakerClient: Sendable {
    private struct PackageList: Encodable {
        let ModelPackageGroupName: String
        let ModelApprovalStatus = "Approved"
        let SortBy = "CreationTime"
        let SortOrder = "Descending"
        let MaxResults = 100
        let NextToken: String?
    }

    private struct PackageName: Encodable {
        let ModelPackageName: String
    }

    private struct Page: Decodable {
        struct Row: Decodable {
            let ModelPackageArn: String
            let ModelPackageGroupName: String?
            let ModelPackageVersion: Int?
            let CreationTime: Double?
            let ModelPackageStatus: String?
        }

        let ModelPackageSummaryList: [Row]?
        let NextToken: String?
    }

    /// What is asked in whose name.
    public let session: AWSSession

    /// Makes a client; nothing is connected yet.
    public init(_ session: AWSSession) { self.session = session }

    /// The approved versions of a group that are complete, the greatest first.
    ///
    /// - Parameter group: Its name, or its ARN where it is another account's.
    /// - Returns: Them; none for a group without any.
    /// - Throws: When SageMaker refuses, which it also does for a group that it does not know.
    public func packages(group: String) throws(AWSError) -> [ModelPackage.Summary] {
        let rows: [Page.Row] = try AWSSession.pages("sagemaker:ListModelPackages (\(group.prefix(200)))") {
            token throws(AWSError) in
            let asked = PackageList(ModelPackageGroupName: group, NextToken: token)
            let page = try session.answer(try call("ListModelPackages", asked, about: group), as: Page.self)
            return (page.ModelPackageSummaryList ?? [], page.NextToken)
        }
        return rows.compactMap { row in
            // Packages outside of groups have no version.
            guard row.ModelPackageStatus == "Completed", let version = row.ModelPackageVersion else { return nil }
            return ModelPackage.Summary(
                arn: row.ModelPackageArn,
                group: row.ModelPackageGroupName ?? group,
                version: version,
                created: row.CreationTime.map { Date(timeIntervalSince1970: $0) }
            )
        }
        .sorted { $0.version > $1.version }
    }

    /// A version, and where its bytes are.
    ///
    /// - Parameter arn: Its ARN.
    /// - Returns: It, whatever its status and approval.
    /// - Throws: When SageMaker refuses, is not reached, or names a place that is neither `s3:` nor `https:`.
    public func package(_ arn: String) throws(AWSError) -> ModelPackage {
        let call = try call("DescribeModelPackage", PackageName(ModelPackageName: arn), about: arn)
        return try session.answer(call, as: PackageAnswer.self).package(call)
    }

    private func call(_ action: String, _ input: some Encodable, about subject: String) throws(AWSError) -> ServiceCall
    {
        var call = ServiceCall(service: .sagemaker, action: action, subject: String(subject.prefix(300)))
        call.headers = [
            HTTPRequest.Header("Content-Type", "application/x-amz-json-1.1"),
            HTTPRequest.Header("X-Amz-Target", "SageMaker.\(action)"),
        ]
        do {
            call.body = Array(try JSONEncoder().encode(input))
        } catch {
            throw AWSError("Request", "\(call.title) cannot be sent: \(error)")
        }
        return call
    }
}
