import ArgumentParser
import Foundation
import Lab
import Models
import Telemetry

/// What a manifest says beyond what the files show.
struct BundleFactOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("When it was made (default: SOURCE_DATE_EPOCH, else now).", valueName: "time"),
        transform: Train.time
    )
    var created: Timestamp?

    @Option(help: ArgumentHelp("After this time it is not installed.", valueName: "time"), transform: Train.time)
    var expires: Timestamp?

    @Option(
        help: ArgumentHelp(
            "Devices that confirmed it never run lower ones again; raise it only for that.",
            valueName: "number"
        )
    )
    var securityVersion = 0

    @Option(help: ArgumentHelp("The lowest version of marram, such as 0.3.", valueName: "version"))
    var requiresMarram: String?

    @Option(help: ArgumentHelp("The lowest version of ONNX Runtime, such as 1.20.", valueName: "version"))
    var requiresOrt: String?

    @Option(
        help: ArgumentHelp("The machines it is for, such as x86_64,aarch64.", valueName: "a,b"),
        transform: Quantity.names
    )
    var requiresArch: [String] = []

    @Option(
        help: ArgumentHelp("Patterns of the hardware it is for, such as 'press-gw-*'.", valueName: "a,b"),
        transform: Quantity.names
    )
    var requiresHardware: [String] = []

    @Option(help: ArgumentHelp("Memory that must be available.", valueName: "MiB"))
    var requiresRam: Int?

    @Option(
        help: ArgumentHelp(
            "What the model must hold to; may be repeated. \(GateArgument.names.joined(separator: ", ")).",
            valueName: "name=value"
        )
    )
    var gate: [String] = []

    @Option(help: ArgumentHelp("Where it comes from, for people; may be repeated.", valueName: "name=text"))
    var provenance: [String] = []

    func validate() throws {
        var gates = Manifest.Gates()
        for text in gate { try GateArgument.set(text, in: &gates) }
        for text in provenance where !text.dropFirst().contains("=") {
            throw ValidationError("--provenance '\(text)': expected such as run=mlflow:8c2")
        }
        guard securityVersion >= 0, requiresRam ?? 0 >= 0 else {
            throw ValidationError("--security-version and --requires-ram take whole numbers from 0 up")
        }
    }

    /// What the manifest is to say.
    func draft(name: String, version: String) throws -> BundleDraft {
        let created = try created ?? Train.now(ProcessInfo.processInfo.environment)
        var draft = BundleDraft(name: name, version: version, created: created)
        draft.expires = expires
        draft.securityVersion = securityVersion
        draft.requires.marram = requiresMarram.map(Self.lowest)
        draft.requires.ort = requiresOrt.map(Self.lowest)
        draft.requires.arch = requiresArch
        draft.requires.hardware = requiresHardware
        draft.requires.ramMiB = requiresRam
        for text in gate { try GateArgument.set(text, in: &draft.gates) }
        for text in provenance {
            let key = text.prefix { $0 != "=" }
            draft.provenance[String(key)] = String(text.dropFirst(key.count + 1))
        }
        return draft
    }

    private static func lowest(_ text: String) -> String { text.hasPrefix(">=") ? text : ">=\(text)" }
}
