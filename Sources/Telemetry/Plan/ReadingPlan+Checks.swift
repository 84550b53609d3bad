import OpenInference

extension ReadingPlan {
    func checkFields() throws(PlanError) {
        guard (1...Self.mostFields).contains(fields.count) else {
            throw PlanError("\(fields.count) fields; name 1 to \(Self.mostFields)")
        }
        for field in fields {
            guard field.offset.isFinite, field.scale.isFinite, field.scale != 0 else {
                throw PlanError(
                    "field \(field.name): offset \(field.offset) and scale \(field.scale) must be finite, the scale not 0"
                )
            }
            if case .value(let value) = field.missing, !value.isFinite {
                throw PlanError("field \(field.name): missing is \(value); give a finite number, last, skip or error")
            }
        }
        for (index, field) in fields.enumerated() where fields[..<index].contains(where: { $0.path == field.path }) {
            throw PlanError("field \(field.path) stands twice; name it once")
        }
    }

    func checkKey() throws(PlanError) {
        guard key.count <= Self.mostKeyParts else {
            throw PlanError("the key has \(key.count) parts; at most \(Self.mostKeyParts) can be joined")
        }
        for (index, part) in key.enumerated() where key[..<index].contains(part) {
            throw PlanError("key part \(part) stands twice; name it once")
        }
    }

    /// A value is a number or an object, not both.
    func checkTree() throws(PlanError) {
        let paths = paths.map(\.path)
        for path in paths {
            if let outer = paths.first(where: { $0 != path && $0.isPrefix(of: path) }) {
                throw PlanError("\(outer) cannot be a value when \(path) stands inside it; name one of them")
            }
            let parent = path.steps.dropLast()
            let isIndex = path.steps.last.map(Self.isIndex) ?? false
            for other in paths where other.steps.starts(with: parent) && other.steps.count > parent.count {
                guard Self.isIndex(other.steps[parent.count]) == isIndex || path.steps.isEmpty else {
                    throw PlanError("\(path) and \(other) make the same value an object and an array; mend one of them")
                }
            }
        }
    }

    func checkCells(_ columns: [String]?, _ delimiter: UInt8) throws(PlanError) {
        guard CSVReader.isDelimiter(delimiter) else {
            throw PlanError("delimiter byte \(delimiter) cannot separate cells; take ',', ';', a tab or another sign")
        }
        if let columns {
            guard !columns.isEmpty, Set(columns).count == columns.count else {
                throw PlanError("columns are empty or one stands twice; name every column of a line once")
            }
        }
        for (path, _) in paths {
            guard path.steps.count == 1 else {
                throw PlanError("\(path) is no column; a column is $.name or $[0]")
            }
            guard let columns else { continue }
            let isThere =
                switch path.steps[0] {
                case .key(let name): columns.contains(name)
                case .index(let index): columns.indices.contains(index)
                }
            guard isThere else {
                throw PlanError("there is no column \(path); there are \(columns.joined(separator: ", "))")
            }
        }
    }

    func checkRows() throws(PlanError) {
        try checkNoFieldsBeside("float32")
        for (index, field) in fields.enumerated() {
            if case .index(let place)? = field.path.steps.first, place != index || field.path.steps.count > 1 {
                throw PlanError(
                    "field \(field.path): float32 rows hold the fields in their order, so this one is $[\(index)]"
                )
            }
        }
    }

    func checkNumber() throws(PlanError) {
        try checkNoFieldsBeside("number")
        guard fields.count == 1, fields[0].path.steps.isEmpty else {
            throw PlanError(
                "a payload that is one number has one field, whose path is $; take json, csv or float32 for more"
            )
        }
    }

    private func checkNoFieldsBeside(_ format: String) throws(PlanError) {
        if let time {
            throw PlanError(
                "\(format) payloads have no time, but \(time.path) is named; leave it out, the time of arrival counts"
            )
        }
        for case .field(let path) in key {
            throw PlanError("\(format) payloads have no key, but \(path) is named; take levels of the topic: $topic[1]")
        }
    }

    private static func isIndex(_ step: FieldPath.Step) -> Bool {
        if case .index = step { true } else { false }
    }
}
