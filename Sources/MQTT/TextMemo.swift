import Glibc

/// Makes Strings of bytes, and gives back the String of before when the same bytes come again.
///
/// Every text has one slot, chosen by its bytes, and replaces what was there: whatever comes, a look-up takes one
/// comparison, and memory is bounded by the slots and the longest text that is kept.
struct TextMemo {
    /// Bytes of the longest text that is kept; a longer one is made anew each time.
    static let longest = 512
    /// A String of so many bytes lives without memory of its own: there is nothing to save.
    private static let shortest = 16

    private var slots: [String]

    /// Makes an empty one.
    ///
    /// - Parameter slots: how many texts are kept at most; a power of two.
    init(slots: Int = 256) {
        precondition(slots > 0 && slots & (slots - 1) == 0, "\(slots) slots; a power of two is needed")
        self.slots = Array(repeating: "", count: slots)
    }

    /// Returns the bytes as text, repaired where they are not UTF-8.
    mutating func text(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.count >= Self.shortest, bytes.count <= Self.longest else {
            return unsafe String(decoding: bytes, as: UTF8.self)
        }
        let slot = unsafe slot(of: bytes)
        if unsafe slots[slot].consists(of: bytes) { return slots[slot] }
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        slots[slot] = text
        return text
    }

    /// Returns a C string's text.
    mutating func text(_ start: UnsafePointer<CChar>) -> String {
        unsafe text(UnsafeRawBufferPointer(start: start, count: strlen(start)))
    }

    /// The place of a text; which it is does not matter but for speed, so the hash is quick and without a secret.
    func slot(of bytes: UnsafeRawBufferPointer) -> Int {
        var hash = UInt64(truncatingIfNeeded: bytes.count)
        var next = 0
        while next + 8 <= bytes.count {
            mix(unsafe bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self), into: &hash)
            next += 8
        }
        while next < bytes.count {
            mix(UInt64(unsafe bytes[next]), into: &hash)
            next += 1
        }
        return Int(truncatingIfNeeded: hash) & (slots.count - 1)
    }

    /// Folds both halves of a product together, so that every bit reaches the low ones that choose the slot.
    private func mix(_ word: UInt64, into hash: inout UInt64) {
        let product = ((hash ^ word) &+ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        hash = product.high ^ product.low
    }
}

extension String {
    /// True when these bytes are its UTF-8; allocates nothing.
    func consists(of bytes: UnsafeRawBufferPointer) -> Bool {
        let same = unsafe utf8.withContiguousStorageIfAvailable { own in
            guard own.count == bytes.count else { return false }
            guard let mine = own.baseAddress, let theirs = bytes.baseAddress else { return true }
            return unsafe memcmp(mine, theirs, own.count) == 0
        }
        return unsafe same ?? utf8.elementsEqual(bytes)
    }

    /// True when a C string is its UTF-8; allocates nothing.
    func consists(of start: UnsafePointer<CChar>) -> Bool {
        unsafe consists(of: UnsafeRawBufferPointer(start: start, count: strlen(start)))
    }
}
