extension InferAnswer {
    /// Puts the highest classes in the place of the outputs that they were asked for.
    ///
    /// - Parameters:
    ///   - request: Says of which outputs, and how many.
    ///   - nonFinite: Whether NaN and infinities are an error.
    /// - Throws: `bad_input` for an output of texts, `internal` for NaN or an infinity.
    public mutating func classify(_ request: InferRequest, nonFinite: NonFinitePolicy) throws(InferError) {
        guard request.wantsClasses else { return }
        var outputs = ownOutputs
        for (place, wanted) in request.outputs.enumerated() where outputs.indices.contains(place) {
            guard let count = wanted.classes else { continue }
            outputs[place] = try outputs[place].highest(
                count,
                names: classes.names(of: wanted.name),
                nonFinite: nonFinite
            )
        }
        response.outputs = outputs
        response.rows = nil
    }
}
