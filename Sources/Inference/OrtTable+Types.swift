/// Reading the types of inputs and outputs.
extension OrtTable {
    /// The type that a type info describes.
    func type(of info: borrowing OrtHandle<OrtKind.TypeInfo>) throws(OrtFailure) -> OrtType {
        var kind: Int32 = 0
        try unsafe check(function(.kindOfType, as: GetNumber.self)(info.raw, &kind))
        return switch kind {
        case 1: try tensorType(info)
        case 2: try sequenceType(info)
        case 3: try mapType(info)
        case 4: .opaque
        case 5: .sparseTensor
        case 6: .optional
        default: .other(kind)
        }
    }

    private func tensorType(_ info: borrowing OrtHandle<OrtKind.TypeInfo>) throws(OrtFailure) -> OrtType {
        let info = try unsafe view(.tensorInfo, of: info)
        var element: Int32 = 0
        var rank = 0
        try unsafe check(function(.elementType, as: GetNumber.self)(info, &element))
        try unsafe check(function(.rank, as: GetSize.self)(info, &rank))
        var dimensions = [Int64](repeating: 0, count: rank)
        try unsafe check(function(.dimensions, as: GetDimensions.self)(info, &dimensions, rank))
        return .tensor(element: element, dimensions: dimensions)
    }

    private func sequenceType(_ info: borrowing OrtHandle<OrtKind.TypeInfo>) throws(OrtFailure) -> OrtType {
        .sequence(try unsafe inner(.sequenceElement, of: view(.sequenceInfo, of: info)))
    }

    private func mapType(_ info: borrowing OrtHandle<OrtKind.TypeInfo>) throws(OrtFailure) -> OrtType {
        let map = try unsafe view(.mapInfo, of: info)
        var key: Int32 = 0
        try unsafe check(function(.mapKey, as: GetNumber.self)(map, &key))
        return .map(key: key, value: try unsafe inner(.mapValue, of: map))
    }

    /// The same type info as one of its kind; borrowed from it, so not released.
    private func view(_ cast: Slot, of info: borrowing OrtHandle<OrtKind.TypeInfo>) throws(OrtFailure) -> OpaquePointer
    {
        var view: OpaquePointer?
        try unsafe check(function(cast, as: MakeFrom.self)(info.raw, &view))
        guard let view = unsafe view else { throw OrtFailure(code: nil, message: "a type without a description") }
        return unsafe view
    }

    private func inner(_ slot: Slot, of outer: OpaquePointer) throws(OrtFailure) -> OrtType {
        let inner: OrtHandle<OrtKind.TypeInfo> = try unsafe make(.releaseTypeInfo) { out in
            unsafe function(slot, as: MakeFrom.self)(outer, out)
        }
        return try type(of: inner)
    }
}
