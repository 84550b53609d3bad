import Foundation

extension TransferOptions {
    /// - Throws: `invalid`: an option is out of its range; `tls`: a file is not there.
    func check() throws(TransferError) {
        guard connectTimeout > .zero, maximumRedirects >= 0, (deadline ?? .seconds(1)) > .zero else {
            throw TransferError(.invalid, "a transfer's times have to be above 0, its redirects 0 or more")
        }
        if let speed = minimumSpeed, speed.bytesPerSecond < 1 || speed.window <= .zero {
            throw TransferError(.invalid, "a lowest speed and its window have to be above 0")
        }
        guard userAgent.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw TransferError(.invalid, "the user agent has a control character or a letter beyond ASCII in it")
        }
        guard tls.key == nil || tls.certificate != nil else {
            throw TransferError(.tls, "there is a client key without a certificate; give both or none")
        }
        try Self.check(tls.authorities, "the file of authorities")
        try Self.check(tls.certificate, "the client certificate")
        try Self.check(tls.key, "the client certificate's key")
    }

    private static func check(_ file: String?, _ what: String) throws(TransferError) {
        guard let file, !FileManager.default.isReadableFile(atPath: file) else { return }
        throw TransferError(.tls, "\(what), \(file), is missing or cannot be read")
    }
}
