package import Tensors

extension [UInt8] {
    /// Appends outputs as the elements of a JSON array, as an answer has them, without the brackets.
    ///
    /// - Parameters:
    ///   - outputs: The results of a run.
    ///   - rows: The rows of each that are meant; nil: all.
    ///   - nonFinite: What JSON says of NaN and infinities.
    /// - Throws: `internal` for a number that JSON lacks or a text that is not UTF-8; then nothing is appended.
    package mutating func appendOutputs(
        _ outputs: [Tensor],
        rows: Range<Int>?,
        nonFinite: NonFinitePolicy
    ) throws(InferError) {
        let start = count
        for (index, output) in outputs.enumerated() {
            if index > 0 { append(Ascii.comma) }
            do throws(UnwritableElement) {
                try output.encode(rows: rows, nonFinite: nonFinite, into: &self)
            } catch {
                removeSubrange(start...)
                throw InferError(.internal, "output \(quoted(output.name)) \(error.fault): \(error.remedy)")
            }
        }
    }
}
