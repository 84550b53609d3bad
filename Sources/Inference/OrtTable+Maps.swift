import Tensors

/// Sequences of maps, as classifiers give them: one map per row, from classes to probabilities.
extension OrtTable {
    /// Which half of a map is meant, by the library's number.
    enum MapPart: Int32 {
        case keys = 0
        case values = 1
    }

    /// Reads the keys or the values of all maps as a table, one row per map.
    ///
    /// - Throws: when maps differ in size.
    func read(
        maps sequence: OpaquePointer,
        _ part: MapPart,
        _ datatype: Datatype,
        into room: inout ResultRoom
    ) throws(OrtFailure) {
        var count = 0
        try unsafe check(function(.count, as: GetSize.self)(sequence, &count))
        let allocator = try unsafe defaultAllocator()
        var rows = MapRows()
        var shape = room.shape
        for row in 0..<count {
            let map = try unsafe element(Int32(row), of: sequence, allocator)
            let half = try unsafe element(part.rawValue, of: map.raw, allocator)
            shape = try unsafe append(half.raw, datatype, like: shape, to: &room.bytes)
            try rows.add(entries: shape.count)
        }
        guard let table = rows.shape else { throw OrtFailure(code: nil, message: "it has too many elements") }
        room.shape = table
    }

    private func element(
        _ index: Int32,
        of value: OpaquePointer,
        _ allocator: OpaquePointer
    ) throws(OrtFailure) -> OrtHandle<OrtKind.Value> {
        typealias GetElement = @convention(c) (OpaquePointer, Int32, OpaquePointer, Out) -> Status?
        return try unsafe make(.releaseValue) { out in
            unsafe function(.element, as: GetElement.self)(value, index, allocator, out)
        }
    }
}
