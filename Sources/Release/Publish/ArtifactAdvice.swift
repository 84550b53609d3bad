import AWS

/// What to look at when Greengrass cannot read an artifact.
struct ArtifactAdvice {
    let place: PublishPlace
    let uris: [String]

    /// True where an error, by Greengrass's words, is about artifacts.
    static func concerns(_ error: AWSError) -> Bool {
        let text = error.message.lowercased()
        return text.contains("artifact") && (text.contains("cannot be accessed") || text.contains("not found"))
    }

    /// The lines that follow what Greengrass says.
    var lines: [String] {
        let objects = uris.compactMap(object).map { "arn:\(place.partition):s3:::\($0)" }
        let buckets = Set(uris.compactMap(object).compactMap { $0.split(separator: "/").first.map(String.init) })
            .sorted()
        return [
            "Greengrass reads artifacts as \(place.caller) of account \(place.account); check, in this order:",
            "1. the artifact is there: gg build --upload has ended well (\(uris.joined(separator: ", ")))",
            "2. the policy of that role or user allows s3:GetObject on \(objects.joined(separator: ", "))",
            "3. the policy of the bucket \(buckets.joined(separator: ", ")) allows s3:GetObject to account \(place.account), "
                + "where the bucket is another account's",
            "4. with a key of KMS: both that role's policy and the key's policy allow kms:Decrypt to account \(place.account)",
        ]
    }

    /// `bucket/key` of an S3 URI.
    private func object(_ uri: String) -> String? {
        uri.lowercased().hasPrefix("s3://") ? String(uri.dropFirst(5)) : nil
    }
}
