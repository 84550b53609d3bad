extension DeploymentReader {
    mutating func document(_ node: ConfigurationNode) -> JSONValue {
        object(
            node,
            "the deployment",
            [
                "targetArn": { $0.target($1, $2) },
                "deploymentName": { $0.length($1, $2, 1...256) },
                "components": { $0.components($1, $2) },
                "deploymentPolicies": { $0.policies($1, $2) },
                "iotJobConfiguration": { $0.job($1, $2) },
                "parentTargetArn": { $0.target($1, $2) },
                "tags": { $0.tags($1, $2) },
                "clientToken": { $0.token($1, $2) },
            ]
        ) ?? .object([])
    }

    private mutating func target(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        let placeholders = DeploymentDocument.targetPlaceholders
        let expected = "the ARN of a thing or thing group, or \(placeholders.joined(separator: " or "))"
        return text(node, name, expected: expected) {
            placeholders.contains($0) || DeploymentDocument.isTarget($0)
        }
    }

    private mutating func length(_ node: ConfigurationNode, _ name: String, _ range: ClosedRange<Int>) -> JSONValue? {
        text(node, name, expected: "a text of \(range.lowerBound) to \(range.upperBound) characters") {
            range.contains($0.unicodeScalars.count)
        }
    }

    private mutating func token(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        text(node, name, expected: "1 to 64 letters, digits and '-'") { token in
            (1...64).contains(token.utf8.count)
                && token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" }
        }
    }

    private mutating func tags(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        if let count = node.mapping?.entries.count, count > 200 {
            note(node.origin, "\(name) has \(count) entries; expected at most 200")
        }
        return map(node, name, of: "texts") { reader, entry in
            if !(1...128).contains(entry.key.unicodeScalars.count) || entry.key.hasPrefix("aws:") {
                let key = ConfigurationScalar(entry.key).quoted
                reader.note(
                    entry.origin,
                    "the tag \(key) is no name for a tag; expected 1 to 128 characters, not aws:…"
                )
            }
            return reader.length(entry.value, "the tag '\(entry.key)'", 0...256)
        }
    }

    private mutating func policies(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        let seconds = 1...Double(Int32.max)
        return object(
            node,
            name,
            [
                "failureHandlingPolicy": { $0.choice($1, $2, ["ROLLBACK", "DO_NOTHING"]) },
                "componentUpdatePolicy": { reader, node, name in
                    reader.object(
                        node,
                        name,
                        [
                            "action": { $0.choice($1, $2, ["NOTIFY_COMPONENTS", "SKIP_NOTIFY_COMPONENTS"]) },
                            "timeoutInSeconds": { $0.number($1, $2, seconds) },
                        ]
                    )
                },
                "configurationValidationPolicy": { reader, node, name in
                    reader.object(node, name, ["timeoutInSeconds": { $0.number($1, $2, seconds) }])
                },
            ]
        )
    }
}
