import Glibc
import Recipes

/// What this machine is, in the words of a manifest's `Platform`.
public struct LocalPlatform: Sendable, Equatable {
    /// `os`, `architecture`, `runtime` and whatever else manifests may ask for.
    public var attributes: [String: String]

    /// Makes one.
    public init(attributes: [String: String]) { self.attributes = attributes }

    /// This machine, with the classic runtime.
    public static var current: LocalPlatform {
        var name = utsname()
        _ = unsafe uname(&name)
        let machine = unsafe withUnsafeBytes(of: &name.machine) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let architecture =
            switch machine {
            case "x86_64": "amd64"
            case "aarch64", "arm64": "aarch64"
            case let name where name.hasPrefix("arm"): "arm"
            case "i386", "i586", "i686": "x86"
            default: machine
            }
        return LocalPlatform(attributes: ["os": "linux", "architecture": architecture, "runtime": "classic"])
    }

    /// True where a manifest with this platform is for this machine; a manifest without one is for every machine.
    ///
    /// - Throws: a regular expression that is none, `input`.
    func matches(_ platform: JSONValue?) throws(ReleaseError) -> Bool {
        for member in platform?.members ?? [] {
            guard let wanted = member.value.text else { continue }
            guard try matches(wanted, attributes[member.name] ?? attributes[member.name.lowercased()], member.name)
            else {
                return false
            }
        }
        return true
    }

    private func matches(_ wanted: String, _ found: String?, _ name: String) throws(ReleaseError) -> Bool {
        if wanted == "*" { return true }
        if ["os", "architecture"].contains(name.lowercased()), ["all", "any"].contains(wanted) { return true }
        guard wanted.count > 1, wanted.hasPrefix("/"), wanted.hasSuffix("/") else { return wanted == found }
        guard let found else { return false }
        do {
            return try Regex(String(wanted.dropFirst().dropLast())).wholeMatch(in: found) != nil
        } catch {
            throw ReleaseError(.input, "Platform.\(name) is '\(wanted)', which is no regular expression; mend it")
        }
    }
}
