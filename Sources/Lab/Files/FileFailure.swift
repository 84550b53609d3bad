import Foundation

/// What the system says of a file that it did not read or write.
enum FileFailure {
    /// The reason in the system's words, such as `No such file or directory`.
    static func reason(_ error: any Error) -> String {
        var error = error as NSError
        while let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = cause }
        guard error.domain == NSPOSIXErrorDomain, let code = POSIXErrorCode(rawValue: Int32(error.code)) else {
            return error.localizedDescription
        }
        return LabError.system(code.rawValue).message
    }
}
