public import FoundationEssentials

extension Manifest {
    /// Refuses a bundle that is not for this model, this time or this device.
    ///
    /// - Parameters:
    ///   - name: The model that is to be updated.
    ///   - now: When the update began; expiry is judged by it and not by later times.
    ///   - device: What the device is. Where the clock is not trusted nothing expires: the caller warns, or refuses.
    ///   - floor: The lowest security version that may still run: 0 or more.
    /// - Throws: `nameMismatch`, `expired`, `downgrade` or `requires`, in this order.
    public func check(name: String, at now: Date, device: DeviceFacts, floor: Int) throws(UpdateError) {
        guard name == self.name else {
            throw UpdateError(
                .nameMismatch,
                "the bundle is of the model '\(self.name)', and '\(name)' is to be updated; send it to that model, or make the "
                    + "bundle with --name \(name)"
            )
        }
        if let expires, device.isClockTrusted, now >= expires {
            throw UpdateError(
                .expired,
                "the bundle expired at \(expires.formatted(.iso8601)), and it is \(now.formatted(.iso8601)); make and sign "
                    + "it again, or correct the clock"
            )
        }
        guard securityVersion >= floor else {
            throw UpdateError(
                .downgrade,
                "the bundle's security version is \(securityVersion), and this device has confirmed \(floor); publish the "
                    + "model with security version \(floor) or later"
            )
        }
        try requires.check(device)
    }
}

extension Manifest.Requirements {
    /// Refuses a device that has not what is needed; what is not known of it counts as absent, memory excepted.
    func check(_ device: DeviceFacts) throws(UpdateError) {
        try Self.check("marram", marram, device.marram)
        try Self.check("ONNX Runtime", ort, device.ort)
        guard arch.isEmpty || arch.contains(device.arch) else {
            throw Self.error("a machine of \(arch.joined(separator: " or "))", "this one is \(device.arch)")
        }
        if !hardware.isEmpty {
            let name = device.hardware ?? ""
            guard hardware.contains(where: { NamePattern($0).matches(name) }) else {
                throw Self.error(
                    "hardware like \(hardware.joined(separator: " or "))",
                    name.isEmpty ? "this one's name is not known: set updates.hardware" : "this one is '\(name)'"
                )
            }
        }
        if let ramMiB, let available = device.availableMiB, available < ramMiB {
            throw Self.error("\(ramMiB) MiB of memory", "\(available) MiB can be had")
        }
    }

    private static func check(_ what: String, _ wanted: String?, _ found: String?) throws(UpdateError) {
        guard let wanted else { return }
        guard let found else { throw error("\(what) \(wanted)", "its version is not known") }
        guard let lowest = LowestVersion(wanted), lowest.admits(found) else {
            throw error("\(what) \(wanted)", "\(found) is here")
        }
    }

    private static func error(_ wanted: String, _ found: String) -> UpdateError {
        UpdateError(.requires, "the bundle needs \(wanted), and \(found)")
    }
}
