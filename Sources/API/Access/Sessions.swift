import Cryptography
import Monitoring

/// Who has logged in with a browser.
final class Sessions: Sendable {
    /// Sessions at a time; the oldest makes room.
    static let most = 256
    static let life: Duration = .seconds(12 * 3600)

    private struct Session {
        let token: SHA256Digest
        let begun: ContinuousClock.Instant
    }

    private let now: @Sendable () -> ContinuousClock.Instant
    private let sessions = Locked<[SHA256Digest: Session]>([:])

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Begins a session for the token of this digest, and returns the secret that names it: 64 hexadecimal digits.
    func begin(_ token: SHA256Digest) -> String {
        let secret = Secret.random()
        let time = now()
        sessions.withLock { sessions in
            sessions = sessions.filter { time - $0.value.begun < Self.life }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.begun < $1.value.begun })?.key {
                sessions[oldest] = nil
            }
            sessions[Self.key(secret)] = Session(token: token, begun: time)
        }
        return secret
    }

    /// The digest of the token that a session began with; nil where there is none, or no more.
    func token(of secret: String) -> SHA256Digest? {
        guard secret.utf8.count == 2 * SHA256Digest.byteCount else { return nil }
        let key = Self.key(secret)
        let time = now()
        return sessions.withLock { sessions in
            guard let session = sessions[key] else { return nil }
            guard time - session.begun < Self.life else {
                sessions[key] = nil
                return nil
            }
            return session.token
        }
    }

    func end(_ secret: String) {
        let key = Self.key(secret)
        sessions.withLock { $0[key] = nil }
    }

    private static func key(_ secret: String) -> SHA256Digest { SHA256Digest(of: Array(secret.utf8)) }
}
