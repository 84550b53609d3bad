import Foundation
import Lab
import Models

/// A bundle that was named on the command line: a folder, or an archive that is unpacked for as long as this lives.
struct BundlePlace: ~Copyable {
    /// The folder.
    let folder: String
    /// Whether it was an archive.
    let isArchive: Bool
    private let temporary: TemporaryPlace?

    init(_ path: String) throws {
        guard path.hasSuffix(".tar") else {
            folder = path
            isArchive = false
            temporary = nil
            return
        }
        let place = try TemporaryPlace()
        try TarArchive.unpack(path, to: place.path)
        folder = place.path
        isArchive = true
        temporary = consume place
    }

    /// Runs something, and tells errors without the folder that nobody named.
    borrowing func telling<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as UpdateError where isArchive {
            throw UpdateError(error.code, error.message.replacing("\(folder)/", with: ""))
        }
    }
}
