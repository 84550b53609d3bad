import Cryptography
import Models

/// Reads bytes as a manifest, as signatures, as a trust file, as an ONNX model and as a tar header, and stops the program
/// where a promise is broken.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBundleReading(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    readManifest(bytes)
    readKeys(bytes)
    attempt([.probeFailed]) { () throws(UpdateError) in
        let found = try OnnxInspection(bytes)
        attempt([.badPath, .requires]) { () throws(UpdateError) in
            try found.check(Manifest(name: "a", version: "1", files: []))
        }
    }
    guard count >= TarHeader.blockSize else { return 0 }
    attempt([.badPath, .badManifest]) { () throws(UpdateError) in
        let header = try TarHeader(block: Array(bytes[..<TarHeader.blockSize]))
        precondition(header.size >= 0 && header.paddedSize >= header.size, "a size that is none")
        let known = header.name == BundlePath.manifest || header.name == BundlePath.signature
        precondition(header.kind == .folder || known || BundlePath.isValid(header.name), "a name that is none")
    }
    return 0
}

private func readManifest(_ bytes: [UInt8]) {
    attempt([.badManifest, .badPath]) { () throws(UpdateError) in
        let manifest = try Manifest(json: bytes)
        precondition(manifest.files.allSatisfy { BundlePath.isValid($0.path) && $0.size >= 0 }, "a file that is none")
        precondition(
            Set(manifest.files.map { $0.path.lowercased() }).count == manifest.files.count,
            "two files of a name"
        )
        precondition(manifest.byteCount >= 0, "sizes overflow")
        // Times are written to the second: the second reading has them as they were written.
        let again = try Manifest(json: manifest.json())
        precondition(again.json() == manifest.json() && again.files == manifest.files, "read again as something else")
    }
}

private func readKeys(_ bytes: [UInt8]) {
    attempt([.badSignature]) { () throws(UpdateError) in
        let file = try SignatureFile(json: bytes)
        let again = try SignatureFile(json: file.json())
        precondition(again == file, "signatures read again as something else")
        attempt([.unknownKey, .badSignature]) { () throws(UpdateError) in
            _ = try TrustFile.empty.verify(manifest: bytes, signature: bytes)
            preconditionFailure("nobody is trusted, and somebody signed")
        }
    }
    attempt([.badSignature]) { () throws(UpdateError) in
        let file = try TrustFile(json: bytes)
        let again = try TrustFile(json: file.json())
        precondition(again == file, "a trust file read again as something else")
    }
}

private func attempt(_ codes: [UpdateCode], _ body: () throws(UpdateError) -> Void) {
    do throws(UpdateError) {
        try body()
    } catch {
        precondition(!error.message.isEmpty, "refused without a message")
        precondition(codes.contains(error.code), "refused with \(error.code)")
    }
}
