// What is sent to Airflow and what it answers, as far as it is read; the names are those of the wire.

/// The request for a run.
struct TriggerDocument<Conf: Encodable>: Encodable {
    let interface: AirflowInterface
    let id: String
    let conf: Conf

    private enum CodingKeys: String, CodingKey {
        case dag_run_id, logical_date, conf
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(id, forKey: .dag_run_id)
        // Airflow 3 wants it there and takes null; Airflow 2 takes no null.
        if interface == .v2 { try members.encodeNil(forKey: .logical_date) }
        try members.encode(conf, forKey: .conf)
    }
}

/// The request for a token.
struct LoginDocument: Encodable {
    let username: String
    let password: String
}

/// The answer to it.
struct TokenDocument: Decodable {
    let access_token: String
}

/// A run.
struct RunDocument: Decodable {
    /// What the run was given, as far as it is ours.
    struct Conf: Decodable {
        let orderID: String?

        private enum CodingKeys: String, CodingKey {
            case orderID = "order_id"
        }

        /// Others give their runs whatever they like.
        init(from decoder: any Decoder) {
            let members = try? decoder.container(keyedBy: CodingKeys.self)
            orderID = try? members?.decode(String.self, forKey: .orderID)
        }
    }

    let dag_run_id: String
    let state: String
    let conf: Conf?

    var run: DAGRun { DAGRun(id: dag_run_id, state: DAGRun.State(state), orderID: conf?.orderID) }
}

/// A DAG.
struct DAGDocument: Decodable {
    let is_paused: Bool?
}

/// Why the server refuses, in the forms that Airflow 2 and 3 have for it.
struct RefusalDocument: Decodable {
    /// What of a request is wrong; what was sent stands beside it and is not read.
    private struct Finding: Decodable {
        let loc: [Place]?
        let msg: String?

        var text: String {
            let place = (loc ?? []).map(\.text).joined(separator: ".")
            return place.isEmpty ? msg ?? "" : "\(place): \(msg ?? "")"
        }
    }

    private struct Place: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                text = String(number)
            } else {
                text = try value.decode(String.self)
            }
        }
    }

    private struct Reason: Decodable {
        let reason: String?
        let orig_error: String?
    }

    private enum CodingKeys: String, CodingKey {
        case detail, title, error
    }

    let text: String

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        if let detail = try? members.decode(String.self, forKey: .detail) {
            text = detail
        } else if let findings = try? members.decode([Finding].self, forKey: .detail) {
            text = findings.prefix(4).map(\.text).joined(separator: "; ")
        } else if let reason = try? members.decode(Reason.self, forKey: .detail) {
            text = [reason.reason, reason.orig_error].compactMap(\.self).joined(separator: ": ")
        } else {
            let words = [CodingKeys.title, .error].compactMap { try? members.decode(String.self, forKey: $0) }
            text = words.first ?? ""
        }
    }
}
