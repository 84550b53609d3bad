/// Follows one deployment: takes what was seen of it and says when and how it has ended.
///
/// It asks nobody itself.
public struct DeploymentProgress: Sendable {
    /// Something that was seen, or may not be seen.
    public enum Sight: Sendable, Hashable {
        /// The deployment's own status, in Greengrass's words, and whether it is still its target's latest.
        case status(String, isLatest: Bool)
        /// The caller may not read the deployment; with the permission that is missing.
        case statusDenied(String)
        /// All of the target's core devices.
        case devices([DeviceProgress])
        /// The caller may not read devices; with the permission that is missing.
        case devicesDenied(String)
    }

    /// How it has ended.
    public enum Ending: Sendable, Hashable {
        /// On all devices; nil where they may not be listed.
        case succeeded(devices: Int?)
        /// It did not: why, in one line.
        case failed(String)
        /// It goes on, and this caller cannot see how.
        case unseen(String)
    }

    /// Whose it is.
    public let target: DeploymentTarget
    /// The deployment's own status, once it was seen.
    public private(set) var status: String?
    /// The devices in order of their names.
    public private(set) var devices: [DeviceProgress] = []
    private var isLatest = true
    private var hasListedDevices = false
    private var statusDenial: String?
    private var deviceDenial: String?

    /// Nothing has been seen yet.
    public init(of target: DeploymentTarget) { self.target = target }

    /// Takes what was seen.
    public mutating func see(_ sight: Sight) {
        switch sight {
        case .status(let status, let isLatest):
            self.status = status
            self.isLatest = isLatest
            statusDenial = nil
        case .statusDenied(let permission): statusDenial = permission
        case .devices(let devices):
            self.devices = devices.sorted { $0.thing < $1.thing }
            hasListedDevices = true
        case .devicesDenied(let permission): deviceDenial = permission
        }
    }

    /// True where asking for devices makes sense.
    public var canSeeDevices: Bool { deviceDenial == nil }

    /// How it has ended; nil while it goes on.
    public var ending: Ending? {
        switch status {
        case "CANCELED": return .failed("the deployment was cancelled\(failureCount)")
        case "FAILED": return .failed("the deployment failed\(failureCount)")
        case "INACTIVE": return .failed("a newer deployment has taken its place")
        default: break
        }
        if !isLatest { return .failed("a newer deployment has taken its place") }
        if hasListedDevices, canSeeDevices, let ending = endingByDevices { return ending }
        if status == "COMPLETED" {
            return failures.isEmpty ? .succeeded(devices: canSeeDevices ? devices.count : nil) : .failed(failureLine)
        }
        return blindness
    }

    /// The devices on which it failed.
    public var failures: [DeviceProgress] { devices.filter(\.state.isFailure) }

    /// How many devices stand where: `2 of 5 SUCCEEDED, 1 FAILED, 2 IN_PROGRESS`.
    public var counts: String {
        let groups = Dictionary(grouping: devices, by: \.state)
        let succeeded =
            "\(groups[.succeeded]?.count ?? 0) of \(devices.count) \(DeviceProgress.State.succeeded.rawValue)"
        let others = DeviceProgress.State.allCases.filter { $0 != .succeeded }.compactMap { state in
            groups[state].map { "\($0.count) \(state.rawValue)" }
        }
        return ([succeeded] + others).joined(separator: ", ")
    }

    /// A deployment to a group goes on for as long as the group lasts, for devices that join it: those that are in it decide.
    private var endingByDevices: Ending? {
        guard devices.allSatisfy(\.state.isSettled) else { return nil }
        if !failures.isEmpty { return .failed(failureLine) }
        if devices.isEmpty { return target.kind == .group ? .succeeded(devices: 0) : nil }
        return .succeeded(devices: devices.count)
    }

    /// What cannot come to an end in this caller's sight.
    private var blindness: Ending? {
        guard let deviceDenial else { return nil }
        if let statusDenial { return .unseen("it needs \(statusDenial) or \(deviceDenial)") }
        guard target.kind == .group, status != nil else { return nil }
        return .unseen(
            "a group's deployment stays \(status ?? "ACTIVE"), and its devices are seen with \(deviceDenial) only"
        )
    }

    private var failureLine: String { "\(failures.count) of \(devices.count) devices did not take it" }
    private var failureCount: String { failures.isEmpty ? "" : "; \(failureLine)" }
}
