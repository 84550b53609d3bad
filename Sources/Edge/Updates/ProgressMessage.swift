/// The JSON on `model/{m}/job/{id}`.
struct ProgressMessage: Codable, Sendable {
    var v = 1
    let job: String
    let model: String
    let version: String?
    let seq: Int
    let status: String
    let phase: String
    let code: String?
    let reason: String?
    let details: [String: String]
    let time: String
}
