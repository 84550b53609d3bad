import Foundation

/// What lies at a path now, links followed.
enum FileKind {
    case nothing, folder, file

    init(at path: String) {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            self = .nothing
            return
        }
        self = isFolder.boolValue ? .folder : .file
    }
}
