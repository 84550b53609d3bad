extension DeploymentReader {
    mutating func job(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        object(
            node,
            name,
            [
                "jobExecutionsRolloutConfig": { $0.rollout($1, $2) },
                "abortConfig": { reader, node, name in
                    reader.object(node, name, ["criteriaList": { $0.criteria($1, $2) }], required: ["criteriaList"])
                },
                "timeoutConfig": { reader, node, name in
                    reader.object(node, name, ["inProgressTimeoutInMinutes": { $0.number($1, $2, 1...10_080) }])
                },
            ]
        )
    }

    private mutating func rollout(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        object(
            node,
            name,
            [
                "exponentialRate": { reader, node, name in
                    reader.object(
                        node,
                        name,
                        [
                            "baseRatePerMinute": { $0.number($1, $2, 1...1000) },
                            "incrementFactor": { $0.number($1, $2, 1...5, whole: false) },
                            "rateIncreaseCriteria": { $0.increase($1, $2) },
                        ],
                        required: ["baseRatePerMinute", "incrementFactor", "rateIncreaseCriteria"]
                    )
                },
                "maximumPerMinute": { $0.number($1, $2, 1...1000) },
            ]
        )
    }

    private mutating func increase(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        let value = object(
            node,
            name,
            [
                "numberOfNotifiedThings": { $0.number($1, $2, 1...Double(Int32.max)) },
                "numberOfSucceededThings": { $0.number($1, $2, 1...Double(Int32.max)) },
            ]
        )
        if let count = node.mapping?.entries.count, count != 1 {
            note(
                node.origin,
                "\(name) has \(count) members; expected either numberOfNotifiedThings or numberOfSucceededThings"
            )
        }
        return value
    }

    private mutating func criteria(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        guard case .sequence(let elements) = node.content, !elements.isEmpty else {
            let found = node.content == .sequence([]) ? "an empty list" : node.found
            note(node.origin, "\(name) is \(found); expected a list of at least one criterion")
            return nil
        }
        let keys = ["failureType", "action", "thresholdPercentage", "minNumberOfExecutedThings"]
        var criteria: [JSONValue] = []
        for element in elements {
            let criterion = object(
                element,
                "a criterion of \(name)",
                [
                    "failureType": { $0.choice($1, $2, ["FAILED", "REJECTED", "TIMED_OUT", "ALL"]) },
                    "action": { $0.choice($1, $2, ["CANCEL"]) },
                    "thresholdPercentage": { $0.number($1, $2, 0...100, whole: false) },
                    "minNumberOfExecutedThings": { $0.number($1, $2, 1...Double(Int32.max)) },
                ],
                required: keys
            )
            if let criterion { criteria.append(criterion) }
        }
        return .array(criteria)
    }
}
