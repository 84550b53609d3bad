/// Goes through an ONNX file (onnx.proto3) and notes what is asked of it.
struct OnnxWalk: ~Copyable {
    /// How deep graphs may be nested in attributes.
    private static let deepest = 32
    /// The longest name that is read.
    private static let longestName = 4096
    /// The longest key or value of a property that is looked at.
    private static let longestProperty = 64
    /// The most different names that are kept.
    private static let mostNames = 1024

    private var file: ProtobufFile
    private var found = OnnxInspection()
    private var hasGraph = false
    private var ownDomains: Set<String> = []

    init(_ file: consuming ProtobufFile) { self.file = file }

    /// ModelProto.
    mutating func model() throws(UpdateError) -> OnnxInspection {
        guard file.size > 0 else { throw ProtobufFile.broken(0, "there is nothing") }
        var position: Int64 = 0
        while position < file.size {
            let field = try file.field(&position, end: file.size)
            guard case .range(let range) = field.content else { continue }
            switch field.number {
            case 7:
                hasGraph = true
                try graph(range, 0)
            case 8: try operatorSet(range)
            case 14: try property(range)
            case 20: try training(range)
            case 25: try function(range)
            default: continue
            }
        }
        guard hasGraph else { throw ProtobufFile.broken(0, "there is no graph") }
        found.domains.subtract(ownDomains)
        return found
    }

    /// GraphProto.
    private mutating func graph(_ range: Range<Int64>, _ depth: Int) throws(UpdateError) {
        guard depth < Self.deepest else {
            throw ProtobufFile.broken(range.lowerBound, "graphs are nested deeper than \(Self.deepest)")
        }
        var position = range.lowerBound
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            guard case .range(let inner) = field.content else { continue }
            switch field.number {
            case 1: try node(inner, depth)
            case 5: try tensor(inner)
            case 15: try sparseTensor(inner)
            default: continue
            }
        }
    }

    /// NodeProto.
    private mutating func node(_ range: Range<Int64>, _ depth: Int) throws(UpdateError) {
        var position = range.lowerBound
        var domain = ""
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            guard case .range(let inner) = field.content else { continue }
            switch field.number {
            case 4: if try text(inner) == "EPContext" { found.isCompiled = true }
            case 5: try attribute(inner, depth)
            case 7: domain = try text(inner)
            default: continue
            }
        }
        if found.domains.insert(domain).inserted { try bound(found.domains.count, range) }
    }

    /// AttributeProto.
    private mutating func attribute(_ range: Range<Int64>, _ depth: Int) throws(UpdateError) {
        var position = range.lowerBound
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            guard case .range(let inner) = field.content else { continue }
            switch field.number {
            case 5, 10: try tensor(inner)
            case 6, 11: try graph(inner, depth + 1)
            case 22, 23: try sparseTensor(inner)
            default: continue
            }
        }
    }

    /// TensorProto.
    private mutating func tensor(_ range: Range<Int64>) throws(UpdateError) {
        var position = range.lowerBound
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            if field.number == 13, case .range(let inner) = field.content { try externalEntry(inner) }
        }
    }

    /// StringStringEntryProto; whatever stands beside the key `location` is a file.
    private mutating func externalEntry(_ range: Range<Int64>) throws(UpdateError) {
        var position = range.lowerBound
        var isLocation = false
        var values: [String] = []
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            guard case .range(let inner) = field.content else { continue }
            if field.number == 1, try text(inner) == "location" { isLocation = true }
            if field.number == 2, values.count < 16 { values.append(try text(inner)) }
        }
        guard isLocation else { return }
        found.externalFiles.formUnion(values)
        try bound(found.externalFiles.count, range)
    }

    /// StringStringEntryProto of the model itself: only one of them means anything here.
    private mutating func property(_ range: Range<Int64>) throws(UpdateError) {
        var position = range.lowerBound
        var (key, value): (String?, String?)
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            guard case .range(let inner) = field.content, inner.count <= Self.longestProperty else { continue }
            let bytes = try file.bytes(inner, most: Self.longestProperty)
            if field.number == 1 { key = String(validating: bytes, as: UTF8.self) }
            if field.number == 2 { value = String(validating: bytes, as: UTF8.self) }
        }
        if key == "marram.family" { found.family = value }
    }

    /// SparseTensorProto.
    private mutating func sparseTensor(_ range: Range<Int64>) throws(UpdateError) {
        try each(range) { walk, number, inner throws(UpdateError) in
            if number == 1 || number == 2 { try walk.tensor(inner) }
        }
    }

    /// TrainingInfoProto.
    private mutating func training(_ range: Range<Int64>) throws(UpdateError) {
        try each(range) { walk, number, inner throws(UpdateError) in
            if number == 1 || number == 2 { try walk.graph(inner, 0) }
        }
    }

    /// FunctionProto: operators that the model brings along as graphs.
    private mutating func function(_ range: Range<Int64>) throws(UpdateError) {
        var domain = ""
        try each(range) { walk, number, inner throws(UpdateError) in
            switch number {
            case 7: try walk.node(inner, 0)
            case 9: try walk.operatorSet(inner)
            case 10: domain = try walk.text(inner)
            case 11: try walk.attribute(inner, 0)
            default: return
            }
        }
        ownDomains.insert(domain)
        try bound(ownDomains.count, range)
    }

    /// OperatorSetIdProto.
    private mutating func operatorSet(_ range: Range<Int64>) throws(UpdateError) {
        var position = range.lowerBound
        var domain = ""
        var version: UInt64 = 0
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            switch field.content {
            case .range(let inner) where field.number == 1: domain = try text(inner)
            case .varint(let number) where field.number == 2: version = number
            default: continue
            }
        }
        found.opsets[domain] = max(found.opsets[domain] ?? 0, Int64(clamping: version))
        try bound(found.opsets.count, range)
    }

    /// The messages, texts and bytes of a message.
    private mutating func each(
        _ range: Range<Int64>,
        _ take: (inout OnnxWalk, UInt64, Range<Int64>) throws(UpdateError) -> Void
    ) throws(UpdateError) {
        var position = range.lowerBound
        while position < range.upperBound {
            let field = try file.field(&position, end: range.upperBound)
            if case .range(let inner) = field.content { try take(&self, field.number, inner) }
        }
    }

    private mutating func text(_ range: Range<Int64>) throws(UpdateError) -> String {
        let bytes = try file.bytes(range, most: Self.longestName)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ProtobufFile.broken(range.lowerBound, "a name is not UTF-8")
        }
        return text
    }

    private func bound(_ count: Int, _ range: Range<Int64>) throws(UpdateError) {
        guard count <= Self.mostNames else {
            throw ProtobufFile.broken(range.lowerBound, "there are more than \(Self.mostNames) different names")
        }
    }
}
