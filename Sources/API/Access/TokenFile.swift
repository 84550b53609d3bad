import Cryptography
import Foundation
import Logging
import Monitoring

/// The file with the tokens, read again when it has changed.
final class TokenFile: Sendable {
    private static let mostBytes = 256 << 10
    /// Time between two looks at the file.
    private static let look: Duration = .seconds(1)

    /// What tells that a file has changed.
    private struct Stamp: Equatable {
        let modified: Date?
        let size: Int
        let number: Int
    }

    private struct State {
        var list: TokenList
        var stamp: Stamp
        var looked: ContinuousClock.Instant
    }

    private let path: String
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Locked<State>

    /// Reads the file.
    ///
    /// - Throws: it cannot be read, others may read it, or a line is wrong.
    init(
        path: String,
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws(AccessError) {
        self.path = path
        self.logger = logger
        self.now = now
        let stamp = try Self.stamp(path)
        state = Locked(State(list: try Self.read(path), stamp: stamp, looked: now()))
    }

    /// Whose token this is.
    func entry(of token: String) -> TokenList.Entry? { entry(of: SHA256Digest(of: Array(token.utf8))) }

    /// Whose token has this digest.
    func entry(of digest: SHA256Digest) -> TokenList.Entry? { current().entry(of: digest) }

    private func current() -> TokenList {
        let time = now()
        return state.withLock { state in
            guard time - state.looked >= Self.look else { return state.list }
            state.looked = time
            do throws(AccessError) {
                let stamp = try Self.stamp(path)
                guard stamp != state.stamp else { return state.list }
                state.list = try Self.read(path)
                state.stamp = stamp
                logger.info(
                    "tokens read again",
                    metadata: ["file": "\(path)", "tokens": "\(state.list.entries.count)"]
                )
            } catch {
                logger.error("tokens cannot be read again; those of before hold", metadata: ["reason": "\(error)"])
                state.looked = time + .seconds(30)
            }
            return state.list
        }
    }

    private static func stamp(_ path: String) throws(AccessError) -> Stamp {
        let facts: [FileAttributeKey: Any]
        do {
            facts = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw AccessError("\(path) cannot be read; make it with 'marram token', and 'chmod 600'")
        }
        guard facts[.type] as? FileAttributeType == .typeRegular else {
            throw AccessError("\(path) is no file; expected lines of 'marram token'")
        }
        let mode = (facts[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw AccessError("\(path) may be read or written by others; 'chmod 600 \(path)' mends it")
        }
        let size = (facts[.size] as? NSNumber)?.intValue ?? 0
        guard size <= mostBytes else { throw AccessError("\(path) has \(size) bytes; at most \(mostBytes)") }
        return Stamp(
            modified: facts[.modificationDate] as? Date,
            size: size,
            number: (facts[.systemFileNumber] as? NSNumber)?.intValue ?? 0
        )
    }

    private static func read(_ path: String) throws(AccessError) -> TokenList {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw AccessError("\(path) cannot be read as UTF-8; expected lines of 'marram token'")
        }
        return try TokenList(text, file: path)
    }
}
