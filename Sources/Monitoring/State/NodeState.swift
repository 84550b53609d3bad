/// How a node stands: the sections of `/api/state`.
package struct NodeState: Sendable, Equatable {
    package var node: NodeSection
    package var mqtt: ConnectionSection
    package var requests: RequestSection
    package var models: [ModelSection]
    package var updates: UpdateSection
    package var bindings: [BindingSection]
    package var drift: [DriftSection]
    package var outbox: OutboxSection
    package var system: SystemSection

    /// Makes one of which only the node is known.
    package init(node: NodeSection) {
        self.node = node
        mqtt = ConnectionSection()
        requests = RequestSection()
        models = []
        updates = UpdateSection()
        bindings = []
        drift = []
        outbox = OutboxSection()
        system = SystemSection()
    }
}
