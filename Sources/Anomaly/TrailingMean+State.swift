extension TrailingMean {
    func save(to writer: inout StateWriter) {
        writer.write(count)
        writer.write(next)
        writer.write(values.count)
        for value in values { writer.write(value) }
    }

    init?(restoring reader: inout StateReader) {
        guard let count = reader.readInt(), (1...AnomalyRule.mostSmoothed).contains(count),
            let next = reader.readInt(), (0..<count).contains(next),
            let held = reader.readInt(), held == count || (next == 0 && (0..<count).contains(held))
        else { return nil }
        self.init(count: count)
        self.next = next
        for _ in 0..<held {
            guard let value = reader.readDouble(), value.isFinite else { return nil }
            values.append(value)
        }
    }
}
