/// Something that was told of the node, as it was told.
package struct BoardEvent: Sendable, Equatable {
    /// Rises by one with each event of this run of the program.
    package let number: Int
    /// A CloudEvent in structured mode: a JSON object.
    package let document: [UInt8]
}
