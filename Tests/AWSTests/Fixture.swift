import Foundation
import Support

/// What the tests of this folder have in common.
enum Fixture {
    /// The Python that helpers/setup.sh makes.
    static func python() throws -> String {
        let path = Project.root.appending(path: ".marram/venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw SupportError("\(path) is not there: run helpers/setup.sh")
        }
        return path
    }

    static func script(_ name: String) -> String { Project.root.appending(path: "Tests/Fixtures/\(name)").path }
}
