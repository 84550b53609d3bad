import AWS
import Foundation
import Recipes
import Transfer

/// Finds the last approved version of a model in SageMaker's registry.
struct SageMakerModels: Sendable {
    let session: AWSSession
    let bucket: BucketFiles
    let web: WebFiles
    let journal: any ReleaseJournal

    /// Returns the version of a group with the greatest number that is approved and complete.
    ///
    /// - Throws: `cloud`: SageMaker or S3 refuses; `input`: there is no such version, or it has no data that can be
    ///   fetched.
    func last(of group: String, for component: String) throws(ReleaseError) -> FoundModel {
        let package = try package(of: group)
        guard let data = package.data.first else {
            throw ReleaseError(
                .input,
                "\(component): version \(package.version) of the model package group \(group) has no model data; register it "
                    + "with a ModelDataUrl or an S3DataSource"
            )
        }
        if package.data.count > 1 {
            journal.note(
                .warning(
                    subject: component,
                    text:
                        "version \(package.version) of \(group) has \(package.data.count) containers with model data; "
                        + "the first one's is taken"
                )
            )
        }
        let (files, isFolder) = try files(data, component)
        try check(data, files, component)
        return FoundModel(
            source: "sagemaker",
            reference: package.arn,
            version: "\(package.version)",
            number: .registry(package.version),
            files: files,
            isFolder: isFolder
        )
    }

    private func package(of group: String) throws(ReleaseError) -> ModelPackage {
        let found: ModelPackage?
        do throws(AWSError) {
            let client = SageMakerClient(session)
            let last = try client.packages(group: group).max { $0.version < $1.version }
            found = if let last { try client.package(last.arn) } else { nil }
        } catch {
            throw ReleaseError(error)
        }
        guard let found else {
            throw ReleaseError(
                .input,
                "the model package group \(group) has no version that is approved and complete; approve one in "
                    + "SageMaker's registry, or check the group's name and the region \(session.region)"
            )
        }
        return found
    }

    private func files(
        _ data: ModelData,
        _ component: String
    ) throws(ReleaseError) -> (files: [RemoteFile], isFolder: Bool) {
        switch data.location {
        case .s3(let location): return try files(location, isFolder: data.isPrefix || location.key.hasSuffix("/"))
        case .web(let url):
            if let location = Self.object(url) { return try files(location, isFolder: false) }
            let name = url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) ?? ""
            guard ReleaseFile.isBelow(name) else {
                throw ReleaseError(.input, "\(component): the URL of the model names no file")
            }
            let place = String(url.prefix { $0 != "?" && $0 != "#" })
            let file = try web.file(
                path: name,
                place: place,
                request: { () throws(AWSError) in HTTPRequest("GET", url) },
                refusal: {
                    AWSError("HTTP\($0.status)", "the server answers \($0.status)", isPassing: $0.status >= 500)
                }
            )
            return ([file], false)
        }
    }

    private func files(
        _ location: S3Location,
        isFolder: Bool
    ) throws(ReleaseError) -> (files: [RemoteFile], isFolder: Bool) {
        isFolder ? (try bucket.below(location), true) : ([try bucket.object(location)], false)
    }

    /// What was approved has to be what is there now.
    private func check(_ data: ModelData, _ files: [RemoteFile], _ component: String) throws(ReleaseError) {
        func bare(_ etag: String) -> String { etag.filter { $0 != "\"" } }
        guard !data.isPrefix, let registered = data.etag, let found = files.first, let etag = found.etag,
            bare(registered) != bare(etag)
        else { return }
        throw ReleaseError(
            .input,
            "\(component): \(found.place) was replaced after the model was registered (its entity tag is \(bare(etag)), "
                + "registered was \(bare(registered))); register and approve it again"
        )
    }

    /// The object that a URL of S3 itself names: `https://bucket.s3.region.amazonaws.com/key`.
    static func object(_ url: String) -> S3Location? {
        guard url.hasPrefix("https://"), !url.contains("?"), !url.contains("%") else { return nil }
        let parts = url.dropFirst("https://".count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2, parts[0].hasSuffix(".amazonaws.com"), let mark = parts[0].range(of: ".s3") else {
            return nil
        }
        let after = parts[0][mark.upperBound...]
        guard after.hasPrefix(".") || after.hasPrefix("-") else { return nil }
        return S3Location(bucket: String(parts[0][..<mark.lowerBound]), key: String(parts[1]))
    }
}
