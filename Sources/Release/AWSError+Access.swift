import AWS

extension AWSError {
    /// True where the caller lacks a permission.
    var isAccessDenied: Bool { code == "AccessDeniedException" || code == "AccessDenied" }
}
