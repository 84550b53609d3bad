/// How a file is cut into the parts of an upload.
struct S3PartPlan: Sendable, Hashable {
    /// One part.
    struct Part: Sendable, Hashable {
        /// From 1.
        let number: Int
        let offset: Int64
        let length: Int64
    }

    let byteCount: Int64
    /// Of every part but the last, which may be shorter.
    let partSize: Int64

    /// Cuts so that no part is shorter than wanted or allowed, and there are not too many of them.
    init(byteCount: Int64, wanted: Int64, limits: S3UploadOptions.Limits) {
        self.byteCount = byteCount
        let least = (byteCount + limits.parts - 1) / limits.parts
        partSize = max(wanted, limits.smallestPart, least, 1)
    }

    /// How many parts there are.
    var count: Int { Int((byteCount + partSize - 1) / partSize) }

    /// A part by its place, from 0.
    func part(_ index: Int) -> Part {
        let offset = Int64(index) * partSize
        return Part(number: index + 1, offset: offset, length: min(partSize, byteCount - offset))
    }
}
