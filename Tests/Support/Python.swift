import Foundation

/// The Python that `helpers/setup.sh` makes, and the scripts in `Tests/Fixtures`.
public enum Python {
    /// Its path.
    public static func path() throws -> String {
        let path = Project.root.appending(path: ".marram/venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw SupportError("\(path) is not there: run helpers/setup.sh")
        }
        return path
    }

    /// The path of a script.
    public static func script(_ name: String) -> String {
        Project.root.appending(path: "Tests/Fixtures/\(name)").path
    }
}
