import Foundation
import Monitoring
import NIOCore
import OpenInference

/// The state as JSON, section by section: each is written once, and again only where it has changed.
final class StateSheet: Sendable {
    fileprivate struct Section: Sendable {
        let name: String
        var bytes: [UInt8] = []
        /// The sequence at which it changed last.
        var changed = 0
    }

    fileprivate struct Content: Sendable {
        var sequence = 0
        var time = ""
        var sections: [Section] = []
        /// What has changed since a sequence, as it was asked for.
        var patches: [Int: ByteBuffer] = [:]
    }

    private let board: Board
    private let content = Locked(Content())

    init(_ board: Board) { self.board = board }

    /// The whole state, or what has changed since `sequence`, and the sequence that it is of; nil where there is nothing.
    func document(since sequence: Int? = nil, isStreamed: Bool = false) -> (bytes: ByteBuffer, sequence: Int)? {
        guard let moment = board.moment else { return nil }
        return content.withLock { content in
            if moment.sequence > content.sequence { content.update(moment) }
            if let sequence, sequence >= content.sequence { return nil }
            let key = sequence ?? (isStreamed ? -1 : -2)
            if let known = content.patches[key] { return (known, content.sequence) }
            let bytes = content.write(since: sequence, isStreamed: isStreamed)
            content.patches[key] = bytes
            return (bytes, content.sequence)
        }
    }
}

extension StateSheet.Content {
    fileprivate mutating func update(_ moment: BoardMoment) {
        sequence = moment.sequence
        time = moment.time
        patches = [:]
        let state = moment.state
        put("node", state.node)
        put("mqtt", state.mqtt)
        put("requests", state.requests)
        put("models", state.models)
        put("updates", state.updates)
        put("bindings", state.bindings)
        put("drift", state.drift)
        put("outbox", state.outbox)
        put("system", state.system)
    }

    private mutating func put(_ name: String, _ value: some Encodable) {
        let bytes = JSONLine.encode(value)
        if let place = sections.firstIndex(where: { $0.name == name }) {
            guard sections[place].bytes != bytes else { return }
            sections[place].bytes = bytes
            sections[place].changed = sequence
        } else {
            sections.append(StateSheet.Section(name: name, bytes: bytes, changed: sequence))
        }
    }

    fileprivate func write(since: Int?, isStreamed: Bool) -> ByteBuffer {
        var bytes: [UInt8] = []
        bytes.appendRaw(#"{"v":1,"seq":"#)
        bytes.appendNumber(sequence)
        bytes.appendRaw(#","time":"#)
        bytes.appendQuoted(time)
        if isStreamed, since == nil { bytes.appendRaw(#","full":true"#) }
        for section in sections where section.changed > since ?? -1 {
            bytes.appendRaw(",")
            bytes.appendQuoted(section.name)
            bytes.appendRaw(":")
            bytes.append(contentsOf: section.bytes)
        }
        bytes.appendRaw("}")
        return ByteBuffer(bytes: bytes)
    }
}
