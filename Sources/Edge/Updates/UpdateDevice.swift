import Foundation
import Models

/// What this device is, as far as bundles may ask.
struct UpdateDevice: Sendable {
    /// The version of ONNX Runtime.
    let runtimeVersion: String
    /// The configured hardware name; nil: what the machine says of itself.
    let hardware: String?
    /// When the program was made.
    let built: Date
    /// Bytes that can be had now.
    var availableMemory: @Sendable () -> Int? = MachineMemory.available

    /// What is true now.
    func facts(at now: Date) -> DeviceFacts {
        DeviceFacts(
            marram: MarramVersion.current,
            ort: runtimeVersion,
            arch: MarramVersion.architecture,
            hardware: hardware ?? Self.machineName,
            availableMiB: availableMemory().map { $0 >> 20 },
            isClockTrusted: now >= built
        )
    }

    /// What the firmware calls the machine: the device tree's model, or the product's name.
    private static let machineName: String? = {
        for path in ["/proc/device-tree/model", "/sys/class/dmi/id/product_name"] {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
            let name = text.trimmingCharacters(in: .whitespacesAndNewlines.union(.controlCharacters))
            if !name.isEmpty { return String(name.prefix(128)) }
        }
        return nil
    }()

    /// When the running program's file was written; long ago where that cannot be told.
    static func programTime() -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "/proc/self/exe")
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let file = target.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) } ?? attributes
        return file?[.modificationDate] as? Date ?? .distantPast
    }
}
