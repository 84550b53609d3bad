/// Gives libcurl, which calls it back, the bytes of a part of a file; used by one thread.
///
/// It holds none of them: each goes from the file into libcurl's own buffer.
final class PartSender {
    let part: FilePart
    private let onProgress: (Int64) -> Void
    private var given: Int64 = 0
    /// Why it stopped; it is not libcurl that failed then.
    private(set) var failure: TransferError?

    init(_ part: FilePart, onProgress: @escaping (Int64) -> Void) {
        self.part = part
        self.onProgress = onProgress
    }

    /// Fills the room with what follows; 0 at the end, nil to stop the transfer.
    func give(_ room: UnsafeMutableRawBufferPointer) -> Int? {
        let count = Int(min(Int64(room.count), part.length - given))
        do throws(TransferError) {
            try unsafe part.file.read(UnsafeMutableRawBufferPointer(rebasing: room[..<count]), at: part.offset + given)
            // Before the last bytes go out: a server never takes the whole of something mixed.
            if given + Int64(count) == part.length { try part.file.checkUnchanged() }
        } catch {
            failure = error
            return nil
        }
        given += Int64(count)
        if count > 0 { onProgress(given) }
        return count
    }

    /// Goes on from a byte of the part: libcurl sends again on another connection what the first one has lost.
    func seek(_ offset: Int64) -> Bool {
        guard (0...part.length).contains(offset) else { return false }
        given = offset
        return true
    }
}
