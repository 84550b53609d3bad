import GRDB
import Glibc

extension StorageError {
    /// Takes over what SQLite reported about the database at `path`.
    init(_ error: any Error, database path: String) {
        if let known = error as? StorageError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.failed, "\(path): \(error)")
            return
        }
        let found = error.message ?? error.resultCode.description
        // The file that readers share could not get its size.
        let isFull = error.extendedResultCode == .SQLITE_IOERR_SHMSIZE
        let code = isFull ? Code.diskFull : Self.code(of: error.resultCode)
        self.init(code, "\(path): \(found); \(Self.remedy(code, path))")
    }

    /// Takes over the `errno` of an attempt to do something (`what`, "create") with `path`.
    init(errno number: Int32, _ what: String, _ path: String) {
        let code = Self.code(ofErrno: number)
        let found = unsafe String(cString: strerror(number))
        self.init(code, "cannot \(what) \(path): \(found); \(Self.remedy(code, path))")
    }

    private static func code(of result: ResultCode) -> Code {
        switch result {
        case .SQLITE_FULL: .diskFull
        case .SQLITE_READONLY: .readOnly
        case .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN: .permission
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
        case .SQLITE_BUSY, .SQLITE_LOCKED: .inUse
        default: .failed
        }
    }

    private static func code(ofErrno number: Int32) -> Code {
        switch number {
        case ENOSPC, EDQUOT: .diskFull
        case EROFS: .readOnly
        case EACCES, EPERM: .permission
        case ENOTDIR, EEXIST: .notADirectory
        default: .failed
        }
    }

    private static func remedy(_ code: Code, _ path: String) -> String {
        switch code {
        case .diskFull: "free some space on its file system, or put data_dir on another one"
        case .readOnly: "mount its file system writable, or put data_dir on another one"
        case .permission: "let this user read and write there, or set data_dir to a directory of its own"
        case .notADirectory: "move that file away, or set data_dir to a directory"
        case .inUse: "end the other program that has it open"
        case .corrupt: "start Marram again: it sets a damaged database aside and makes a new one"
        case .newer: "run the Marram that wrote it, or move the file away"
        case .failed: "check the disk and the system log, or set data_dir to another directory"
        }
    }
}
