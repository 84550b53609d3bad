/// The JSON that a command is replied to with.
struct ReplyMessage: Codable, Sendable {
    var v = 1
    let id: String?
    let ok: Bool
    let code: String?
    let error: String?
    /// Who replies, where several processes serve one node.
    let instance: String?
}
