import Glibc

/// What a child has written, as far as it is kept.
struct ChildOutput {
    private static let tail = 4096
    /// Pieces that are read before others have their turn.
    private static let pieces = 64

    let outputLimit: Int
    private(set) var output: [UInt8] = []
    private(set) var isFlooded = false
    private var outputCount = 0
    private var errors: [UInt8] = []

    init(outputLimit: Int) { self.outputLimit = outputLimit }

    /// The end of what came on standard error, control characters but line ends replaced.
    var errorTail: String {
        var text = ""
        for scalar in String(decoding: errors, as: UTF8.self).unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
            text.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        return text
    }

    /// Reads what is there, without waiting.
    mutating func read(
        _ output: borrowing Descriptor,
        _ errors: borrowing Descriptor,
        onOutput: (([UInt8]) -> Void)? = nil
    ) {
        for _ in 0..<Self.pieces {
            guard let piece = Self.piece(output) else { break }
            let room = outputLimit - outputCount
            isFlooded = isFlooded || piece.count > room
            let kept = Array(piece.prefix(room))
            outputCount += kept.count
            if let onOutput { onOutput(kept) } else { self.output += kept }
        }
        for _ in 0..<Self.pieces {
            guard let piece = Self.piece(errors) else { break }
            self.errors += piece
            self.errors.removeFirst(max(0, self.errors.count - Self.tail))
        }
    }

    private static func piece(_ descriptor: borrowing Descriptor) -> [UInt8]? {
        let number = descriptor.number
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, unsafe Glibc.read(number, buffer.baseAddress, buffer.count))
        }
        return piece.isEmpty ? nil : piece
    }
}
