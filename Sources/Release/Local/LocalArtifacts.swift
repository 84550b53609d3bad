import Archive
import Foundation
import Glibc
import Recipes

/// Lays out a component's files as a device has them.
struct LocalArtifacts {
    let folder: LocalFolder
    let source: LocalSource

    private var component: LocalComponent { source.component }
    private var artifacts: String { folder.artifacts(component.name, component.version) }
    private var unpacked: String { folder.unpacked(component.name, component.version) }

    /// Puts every file in its place, unpacks archives, and sets permissions.
    ///
    /// - Throws: `input`: a file that is nowhere, an archive that cannot be unpacked; `command`: one that has to be
    ///   built.
    func lay() throws(ReleaseError) {
        try folder.make(artifacts)
        try folder.make(unpacked)
        for artifact in component.artifacts {
            let place = "\(artifacts)/\(artifact.file)"
            try put(artifact, place)
            if artifact.isUnpacked { try unpack(artifact, place) }
            try Self.setMode(place, artifact.mode)
        }
    }

    private func put(_ artifact: LocalComponent.Artifact, _ place: String) throws(ReleaseError) {
        switch source.files {
        case .built(let built):
            try copy("\(built)/\(artifact.file)", place, "run 'gg build', or put it there")
        case .folder(let root, let excludes):
            let file = "\(root)/\(artifact.file)"
            if Self.isFile(file) {
                try copy(file, place, "")
            } else if artifact.file.hasSuffix(".zip") {
                try zip(root, excludes, place)
            } else if !Self.isFile(place) {
                throw fault(artifact, "\(file) is not there; put it there, or put it to \(place)")
            }
        case .command(let command):
            throw ReleaseError(
                .command,
                "\(component.handle): \(artifact.file) is made by '\(command.joined(separator: " "))'; run 'gg build', then "
                    + "'gg local up --release build/release.json'"
            )
        }
    }

    private func copy(_ file: String, _ place: String, _ remedy: String) throws(ReleaseError) {
        guard Self.isFile(file) else {
            throw ReleaseError(.input, "\(component.handle): the artifact \(file) is not there; \(remedy)")
        }
        do {
            if FileManager.default.fileExists(atPath: place) { try FileManager.default.removeItem(atPath: place) }
            // What a link leads to, not the link.
            let real = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
            try FileManager.default.copyItem(atPath: real, toPath: place)
        } catch {
            throw ReleaseError(.input, "\(file) cannot be copied to \(place): \(error.localizedDescription)")
        }
    }

    private func zip(_ root: String, _ excludes: [String], _ place: String) throws(ReleaseError) {
        do throws(ArchiveError) {
            var patterns: [ExcludePattern] = []
            for exclude in excludes { patterns.append(try ExcludePattern(exclude)) }
            // The folder that is being filled may lie in the one that is read.
            let path = URL(fileURLWithPath: root).standardizedFileURL.path
            if folder.root.hasPrefix("\(path)/") {
                patterns.append(ExcludePattern(literally: String(folder.root.dropFirst(path.utf8.count + 1))))
            }
            _ = try ZipWriter().write(try FileTree.read(root: root, excluding: patterns), to: place)
        } catch {
            throw ReleaseError(error)
        }
    }

    private func unpack(_ artifact: LocalComponent.Artifact, _ place: String) throws(ReleaseError) {
        let target = "\(unpacked)/\(artifact.folder)"
        do {
            if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
            try ZipReader(place).unpack(to: target)
        } catch let error as ArchiveError {
            throw fault(artifact, error.message)
        } catch {
            throw fault(artifact, error.localizedDescription)
        }
        let isOpen = artifact.mode & 0o055 != 0
        try Self.setMode(target, isOpen ? 0o755 : 0o700)
        for path in (FileManager.default.enumerator(atPath: target)?.allObjects as? [String] ?? []) {
            var found = stat()
            guard unsafe lstat("\(target)/\(path)", &found) == 0 else { continue }
            switch found.st_mode & S_IFMT {
            case S_IFDIR: try Self.setMode("\(target)/\(path)", isOpen ? 0o755 : 0o700)
            case S_IFREG: try Self.setMode("\(target)/\(path)", artifact.mode)
            default: break
            }
        }
    }

    private static func setMode(_ path: String, _ mode: UInt16) throws(ReleaseError) {
        guard unsafe chmod(path, mode_t(mode)) == 0 else { throw LocalFolder.fault(path, "given its permissions") }
    }

    private static func isFile(_ path: String) -> Bool {
        var found = stat()
        return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFREG
    }

    private func fault(_ artifact: LocalComponent.Artifact, _ text: String) -> ReleaseError {
        ReleaseError(.input, "\(component.handle): the artifact \(artifact.file): \(text)")
    }
}
