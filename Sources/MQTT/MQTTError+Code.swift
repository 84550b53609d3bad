import CMosquitto
import Glibc

extension MQTTError {
    /// Says what a result of libmosquitto means; `note` is what the library logged about it.
    init(result: Int32, systemError: Int32, note: String?) {
        let named = "\(unsafe String(cString: mosquitto_strerror(result)))"
        let detail = note.map { "\(named) (\($0))" } ?? named
        switch mosq_err_t(rawValue: result) {
        case MOSQ_ERR_TLS:
            let said = note ?? named
            let end = said.hasSuffix(".") ? "" : "."
            self.init(.tls, "TLS with the broker failed: \(said)\(end) \(Self.tlsRemedy(note))")
        case MOSQ_ERR_EAI:
            self.init(.unreachable, "the broker's host name cannot be resolved; check broker.host and the network")
        case MOSQ_ERR_ERRNO:
            let system = unsafe String(cString: strerror(systemError))
            self.init(.unreachable, "\(system); check broker.host, broker.port and that the broker runs")
        case MOSQ_ERR_CONN_LOST:
            self.init(.unreachable, "the broker closed the connection")
        case MOSQ_ERR_KEEPALIVE:
            self.init(.unreachable, "the broker did not answer a ping in time")
        case MOSQ_ERR_OVERSIZE_PACKET, MOSQ_ERR_PAYLOAD_SIZE:
            self.init(.tooLarge, "the message is larger than the broker takes")
        case MOSQ_ERR_NO_CONN:
            self.init(.notConnected, "there is no connection to the broker")
        case MOSQ_ERR_INVAL:
            self.init(.invalid, detail)
        default:
            self.init(.failed, detail)
        }
    }

    /// What a connection with TLS means that ends after the handshake and before the broker's greeting; nil for any other.
    ///
    /// In TLS 1.3 a broker refuses our certificate, or the lack of one, when our part is done. What is seen of that, an
    /// alert, an end or a reset, hangs on who is faster, so all of it is one reason.
    static func refusedAfterHandshake(result: Int32, systemError: Int32) -> MQTTError? {
        switch mosq_err_t(rawValue: result) {
        case MOSQ_ERR_CONN_LOST: break
        // 0: the library's callback does not tell it.
        case MOSQ_ERR_ERRNO where [0, EPROTO, ECONNRESET, EPIPE].contains(systemError): break
        default: return nil
        }
        return MQTTError(
            .tls,
            "the broker ended the connection in place of a greeting. If it asks for a certificate, check "
                + "broker.tls.certificate and broker.tls.key; its log says more"
        )
    }

    /// Says what a CONNACK other than success means.
    init(refusal code: Int32, version: ProtocolVersion) {
        let said: String
        switch version {
        case .v311: said = unsafe String(cString: mosquitto_connack_string(code))
        case .v5: said = unsafe String(cString: mosquitto_reason_string(code))
        }
        let remedy =
            switch (version, code) {
            case (.v311, 4), (.v311, 5), (.v5, 0x86), (.v5, 0x87), (.v5, 0x8C):
                "check broker.username and broker.password_file, or the client certificate"
            case (.v311, 1), (.v5, 0x84), (.v5, 1): "set broker.protocol to the version that it speaks"
            case (.v311, 2), (.v5, 0x85): "it does not take this client id; change node or instance"
            default: "see the broker's log"
            }
        self.init(.refused, "the broker refused us: \(said); \(remedy)")
    }

    /// Says what a DISCONNECT from the broker means.
    init(disconnect code: Int32) {
        let said = unsafe String(cString: mosquitto_reason_string(code))
        let remedy =
            switch code {
            case 0x8E: "; another client uses our client id: give each process an instance name of its own"
            case 0x95: "; a message was larger than it takes"
            case 0x87: "; its access rules do not allow what we did"
            default: ""
            }
        self.init(.unreachable, "the broker ended the connection: \(said)\(remedy)")
    }

    private static func tlsRemedy(_ note: String?) -> String {
        guard let note else { return "Check broker.tls and that the port speaks TLS." }
        if note.contains("host name verification") {
            return "The certificate is not for broker.host; use the name that it was made for."
        }
        if note.contains("certificate verify failed") {
            return "Check that broker.tls.ca signed the broker's certificate and that it has not expired."
        }
        if note.contains("wrong version number") || note.contains("unexpected eof") {
            return "Check that broker.port is the broker's TLS port."
        }
        if note.contains("alert") {
            return "The broker did not take our certificate; check broker.tls.certificate and broker.tls.key."
        }
        return "Check broker.tls."
    }
}
