import Glibc

extension UpdateError {
    /// Says what the system refused: `no_space` for a full disk, `read_only` for a disk or folder that may not be
    /// written, else `internal`.
    init(errno reason: Int32, _ deed: String, _ path: String) {
        let text = unsafe String(cString: strerror(reason))
        switch reason {
        case ENOSPC, EDQUOT:
            self.init(.noSpace, "cannot \(deed) \(path): \(text); free space on the disk, or lower updates.quota")
        case EROFS, EACCES, EPERM:
            self.init(.readOnly, "cannot \(deed) \(path): \(text); give this user the right to write there")
        default:
            self.init(.internal, "cannot \(deed) \(path): \(text)")
        }
    }
}
