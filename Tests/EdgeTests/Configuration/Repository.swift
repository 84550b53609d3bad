import Foundation

/// The files of the repository that the tests are built from.
enum Repository {
    static func path(_ name: String, from file: String = #filePath) -> String {
        var root = URL(fileURLWithPath: file)
        for _ in 1...4 { root.deleteLastPathComponent() }
        return root.appendingPathComponent(name).standardized.path
    }
}
