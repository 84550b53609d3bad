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
        return reason(errno: code.rawValue)
    }

    /// The reason for an `errno`.
    static func reason(errno code: Int32) -> String {
        // The text is the C library's own and outlives the copy that is made here; null it never is.
        unsafe String(cString: strerror(code))
    }
}
