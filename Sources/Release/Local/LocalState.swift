/// What a component is doing, by the names that Greengrass gives.
public enum LocalState: String, Sendable, Hashable, Codable, CaseIterable {
    case new = "NEW"
    case installed = "INSTALLED"
    case starting = "STARTING"
    case running = "RUNNING"
    case stopping = "STOPPING"
    case finished = "FINISHED"
    case errored = "ERRORED"
    case broken = "BROKEN"
}
