import Foundation
import Support

/// Bundles of a small model "press" as `marram train` and `marram bundle` make them, signed by a key of a trust file.
///
/// Made once for all tests; nobody changes them.
struct PressBundles: Sendable {
    /// A folder with `N/press` for the bundles 1 to 3 and 5, and `1.tar` and `4.tar`.
    ///
    /// 5 finds everything anomalous.
    let path: String
    /// The keys to believe.
    let trust: String
    /// The model as it was trained, without a manifest.
    let bare: String
    private let command: MarramCommand

    private static let shared = Task { try await make() }

    static func get() async throws -> PressBundles { try await shared.value }

    /// The folder of a bundle.
    func folder(_ version: Int) -> String { "\(path)/\(version)/press" }

    private static func make() async throws -> PressBundles {
        let command = try MarramCommand()
        let lines = (0..<200).map {
            "\(sin(Double($0) / 5)),\(cos(Double($0) / 11) + Double(($0 &* 7919) % 101) / 10_000)"
        }
        try command.folder.write("a,b\n" + lines.joined(separator: "\n") + "\n", to: "good.csv")
        let train = "train good.csv --window 5 --out"
        let create = "bundle create bare/press --key team.key.pem --golden 1"
        for line in [
            "bundle keys new team", "bundle keys trust trust.json --add team.pub.pem", "\(train) bare/press",
            "\(train) bundles/1/press --bundle-version 1 --key team.key.pem",
            "\(train) bundles/2/press --bundle-version 2 --key team.key.pem",
            "\(train) bundles/3/press --bundle-version 3 --key team.key.pem",
            "\(train) bundles/5/press --bundle-version 5 --factor 0.000001 --key team.key.pem",
            "\(create) --version 1 --out bundles/1.tar", "\(create) --version 4 --out bundles/4.tar",
        ] {
            let result = try await command.run(line.split(separator: " ").map(String.init))
            guard result.code == 0 else { throw SupportError("marram \(line): \(result.errors)") }
        }
        let folder = command.folder.path
        return PressBundles(
            path: folder + "/bundles",
            trust: folder + "/trust.json",
            bare: folder + "/bare/press",
            command: command
        )
    }
}
