import Foundation
import Release

/// Deployments as people read them.
enum DeploymentText {
    /// What came of `gg deploy`: the last line names the deployment.
    static func of(_ report: DeploymentReport) -> String {
        var text = report.changes
        switch report.outcome {
        case .planned where report.differences.isEmpty:
            text += "nothing differs from what is deployed at \(report.targetArn)\n"
        case .planned: text += "nothing was changed at \(report.targetArn)\n"
        case .unchanged: text += "nothing differs from what is deployed at \(report.targetArn)\n"
        case .created: break
        }
        text += devices(report.devices)
        if let ending = report.ending { text += "\(ending)\n" }
        if let id = report.deploymentId { text += "deployment \(id)\n" }
        return text
    }

    /// What `gg status` shows of one deployment.
    static func of(_ overview: DeploymentOverview) -> String {
        var lines = ["deployment \(overview.deploymentId)", "target     \(overview.targetArn)"]
        if let name = overview.deploymentName { lines.append("name       \(name)") }
        if let revision = overview.revision { lines.append("revision   \(revision)") }
        if let created = overview.created { lines.append("created    \(created)") }
        lines.append("status     \(overview.status)\(overview.isLatest ? "" : ", a newer one has taken its place")")
        var text = lines.joined(separator: "\n") + "\n"
        if let components = overview.components {
            var table = Table("COMPONENT", "VERSION")
            for component in components { table.add(component.name, component.version) }
            text += "\n" + table.text
        }
        guard let found = overview.devices else { return text }
        text += found.isEmpty ? "\nno core devices\n" : "\n" + devices(found)
        return text + installed(overview.installed ?? [])
    }

    /// What deployments name; what is only there because that needs it is left to `--json`.
    private static func installed(_ devices: [DeviceComponents]) -> String {
        var table = Table("DEVICE", "INSTALLED", "VERSION", "STATE")
        for device in devices {
            for component in device.components where component.isRoot {
                let details = component.details.map { " (\($0))" } ?? ""
                table.add(device.thing, component.name, component.version, component.state + details)
            }
        }
        return table.rows.isEmpty ? "" : "\n" + table.text
    }

    private static func devices(_ devices: [DeviceProgress]) -> String {
        guard !devices.isEmpty else { return "" }
        var table = Table("DEVICE", "STATUS", "REASON")
        for device in devices {
            let words = device.errorTypes.isEmpty ? device.errorStack : device.errorTypes
            let reason = [device.reason, words.isEmpty ? nil : "(\(words.joined(separator: ", ")))"].compactMap(\.self)
            table.add(device.thing, device.state.rawValue, reason.joined(separator: " "))
        }
        return table.text
    }
}
