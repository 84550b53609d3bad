public import Cryptography
import Glibc

extension BundleMaker {
    /// Writes a manifest into the folder of its files; a signature that was there, which no longer holds, is taken away.
    ///
    /// - Throws: What is wrong with the manifest, or why it cannot be written.
    public static func write(_ manifest: Manifest, to folder: String) throws(UpdateError) {
        let bytes = try bytes(of: manifest)
        let signature = "\(folder)/\(BundlePath.signature)"
        // Before the manifest: between the two there is none rather than a wrong one.
        guard unsafe unlink(signature) == 0 || errno == ENOENT else { throw FileFailure.writing(signature, errno) }
        try NewFile.replace("\(folder)/\(BundlePath.manifest)", with: bytes)
    }

    /// Signs the manifest of a folder; other keys' signatures stay.
    ///
    /// - Parameters:
    ///   - folder: The bundle's.
    ///   - key: The private key.
    ///   - keyID: Its name in trust files; nil: its standard one.
    /// - Throws: What is wrong with the manifest or the signatures that are there, or why it cannot be written.
    public static func sign(_ folder: String, with key: SigningKey, keyID: String? = nil) throws(UpdateError) {
        let bundle = try BundleFolder(folder)
        let others: SignatureFile? =
            if let bytes = bundle.signatureBytes { try SignatureFile(json: bytes) } else { nil }
        let file = try SignatureFile(signing: bundle.manifestBytes, with: key, keyID: keyID, keeping: others)
        try NewFile.replace("\(bundle.path)/\(BundlePath.signature)", with: file.json())
    }

    /// Copies files into a folder that is not there yet, or is empty.
    ///
    /// - Throws: What is missing or no regular file, or why it cannot be written.
    public static func copy(_ names: [String], of folder: String, to target: String) throws(UpdateError) {
        try makeFolder(target)
        for name in names {
            let source = try BundleFile("\(folder)/\(name)")
            let copy = try NewFile("\(target)/\(name)")
            var offset: Int64 = 0
            while offset < source.size {
                let bytes = try source.read(1 << 20, at: offset)
                guard !bytes.isEmpty else { break }
                try copy.write(bytes)
                offset += Int64(bytes.count)
            }
            try copy.flush()
        }
    }

    /// Writes a file that is not there yet, down to the disk.
    ///
    /// - Parameters:
    ///   - path: Where it goes.
    ///   - text: What it holds.
    ///   - isPrivate: Whether only its owner may read it.
    /// - Throws: That it is there, or why it cannot be written.
    public static func writeNew(_ path: String, _ text: String, isPrivate: Bool) throws(UpdateError) {
        let file = try NewFile(path, mode: isPrivate ? 0o600 : 0o644)
        try file.write(Array(text.utf8))
        try file.flush()
    }

    /// Makes a folder that is not there yet, or is empty.
    static func makeFolder(_ path: String) throws(UpdateError) {
        // The path is copied to a C string for the call.
        if unsafe mkdir(path, 0o777) == 0 { return }
        let reason = errno
        guard reason == EEXIST, FolderListing.isFolder(path) else { throw FileFailure.writing(path, reason) }
        guard try FolderListing.names(path).isEmpty else {
            throw UpdateError(.internal, "\(path) is there already and not empty; name another folder")
        }
    }
}
