/// Names as C texts, made once for a session, since every run needs them.
///
/// `@unchecked Sendable`: the texts are written in `init` and freed in `deinit`; between the two they are only read.
@safe
final class OrtNames: @unchecked Sendable {
    /// Where the texts begin, in the order given; valid for as long as this object lives.
    let list: [UnsafePointer<CChar>?]

    init(_ names: [String]) {
        unsafe list = names.map { name in
            let bytes = name.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            for (index, byte) in bytes.enumerated() { unsafe copy[index] = byte }
            return unsafe UnsafePointer(copy)
        }
    }

    deinit {
        for index in unsafe list.indices { unsafe list[index]?.deallocate() }
    }
}
