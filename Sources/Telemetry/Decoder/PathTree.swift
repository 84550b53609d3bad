import OpenInference

/// The paths of a plan as a tree in one array, so that a payload is read in one pass.
struct PathTree: Sendable {
    /// A step, and what lies below it.
    struct Node: Sendable {
        /// The step's name; for an index, and for the root, empty.
        var name: [UInt8] = []
        /// How many bytes it has; -1 for an index.
        var length = -1
        /// The first eight bytes of the name, the first lowest.
        var word: UInt64 = 0
        /// The index of the step; -1 for a name.
        var index = -1
        /// Where the nodes below stand.
        var children = 0..<0
        /// What the value is for; empty inside the tree.
        var targets: [PlanTarget] = []
        /// The field where the value is for that alone; else -1.
        var field = -1
        /// True where the nodes below are elements of an array.
        var isArray = false
    }

    /// The root first.
    private(set) var nodes: [Node] = [Node()]

    /// Makes the tree of a plan's paths, which the plan has checked.
    init(_ paths: [(path: FieldPath, target: PlanTarget)]) {
        grow(0, paths.map { (ArraySlice($0.path.steps), $0.target) })
    }

    private mutating func grow(_ node: Int, _ paths: [(steps: ArraySlice<FieldPath.Step>, target: PlanTarget)]) {
        let targets = paths.filter { $0.steps.isEmpty }.map(\.target)
        nodes[node].targets = targets
        if targets.count == 1, case .field(let field) = targets[0] { nodes[node].field = field }
        var steps: [FieldPath.Step] = []
        for case let step? in paths.map(\.steps.first) where !steps.contains(step) { steps.append(step) }
        let first = nodes.count
        nodes[node].children = first..<first + steps.count
        for step in steps {
            var child = Node()
            switch step {
            case .key(let name):
                child.name = Array(name.utf8)
                child.length = child.name.count
                child.word = Self.word(child.name)
            case .index(let index):
                child.index = index
                nodes[node].isArray = true
            }
            nodes.append(child)
        }
        for (place, step) in steps.enumerated() {
            grow(first + place, paths.filter { $0.steps.first == step }.map { ($0.steps.dropFirst(), $0.target) })
        }
    }

    private static func word(_ name: [UInt8]) -> UInt64 {
        name.prefix(8).enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
    }

    /// The node below that a key leads to; nil where no path does.
    ///
    /// It is looked for from the hint on, which is moved on: members mostly come in the order of the plan.
    @inline(__always)
    func child(of node: Int, _ key: StringPlace, _ body: RawSpan, hint: inout Int) -> Int? {
        let children = nodes[node].children
        guard !key.escaped else { return escapedChild(children, key, body) }
        let count = key.range.count
        let mask: UInt64 = count >= 8 ? .max : ~(.max << UInt64(8 &* count))
        let word = body.eightBytes(key.range.lowerBound) & mask
        var at = hint
        for _ in children {
            if at >= children.upperBound { at = children.lowerBound }
            if nodes[at].word == word, nodes[at].length == count, count <= 8 || isRest(at, key.range, body) {
                hint = at &+ 1
                return at
            }
            at &+= 1
        }
        return nil
    }

    /// The node of an element; nil where no path leads to it.
    func child(of node: Int, index: Int) -> Int? {
        nodes[node].children.first { nodes[$0].index == index }
    }

    /// True when what follows the first eight bytes of a name is the same too.
    private func isRest(_ node: Int, _ range: Range<Int>, _ body: RawSpan) -> Bool {
        let name = nodes[node].name
        for at in 8..<name.count where name[at] != body.byte(range.lowerBound &+ at) { return false }
        return true
    }

    @inline(never)
    private func escapedChild(_ children: Range<Int>, _ key: StringPlace, _ body: RawSpan) -> Int? {
        let name = Array(JSONReader(maximumDepth: 0).decode(key, body).utf8)
        return children.first { nodes[$0].index < 0 && nodes[$0].name == name }
    }
}
