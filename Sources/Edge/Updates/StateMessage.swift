/// The JSON on `model/{m}/state`.
struct StateMessage: Codable, Sendable {
    struct Resident: Codable, Sendable {
        let version: String
        let bundle: String
        let since: String?
        let confirmed: Bool?
        let signed: Bool?
    }

    struct Candidate: Codable, Sendable {
        let version: String?
        let bundle: String?
        let phase: String
        let agreement: Double?
    }

    struct Rejected: Codable, Sendable {
        let bundle: String
        let code: String
    }

    var v = 1
    let model: String
    let active: Resident?
    let previous: Resident?
    let candidate: Candidate?
    let securityFloor: Int
    let rejected: [Rejected]
    let job: String?
    let trouble: String?
    let time: String

    enum CodingKeys: String, CodingKey {
        case v, model, active, previous, candidate, rejected, job, trouble, time
        case securityFloor = "security_floor"
    }
}
