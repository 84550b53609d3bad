/// An update that somebody asks a running node for.
public struct UpdateWish: Sendable {
    /// 1 to 64 of `A-Za-z0-9_.-`; every update has one of its own.
    public var job: String
    /// The model's name.
    public var model: Name
    /// Where the manifest or the archive is, as the node sees it.
    public var url: String
    /// The SHA-256 of that, 64 hexadecimal digits; nil: any.
    public var sha256: String?
    /// The version, for people; nil: the manifest says.
    public var version: String?
    /// How long it only sees copies of live inputs; nil: as the manifest or the configuration says, like all below.
    public var shadowSeconds: Double?
    /// How long it serves before it is confirmed.
    public var trialSeconds: Double?
    /// The share of keys that it serves meanwhile, 1 to 100 percent.
    public var sharePercent: Int?
    /// False: it stays on trial until somebody confirms it.
    public var autoConfirm: Bool?
    /// True: it is tried again although it was rejected before.
    public var isForced = false

    /// Asks for what lies at a URL.
    public init(job: String, model: Name, url: String) {
        self.job = job
        self.model = model
        self.url = url
    }

    /// The JSON on `model/{m}/set`.
    var message: [UInt8] {
        JSONBytes.encode(
            Message(
                job: job,
                model: model.description,
                version: version,
                manifest: Message.Place(url: url, sha256: sha256),
                strategy: Message.Strategy(
                    shadowS: shadowSeconds,
                    trialS: trialSeconds,
                    sharePercent: sharePercent,
                    autoConfirm: autoConfirm
                ),
                force: isForced ? true : nil
            )
        )
    }

    private struct Message: Encodable {
        struct Place: Encodable {
            let url: String
            let sha256: String?
        }

        struct Strategy: Encodable {
            let shadowS: Double?
            let trialS: Double?
            let sharePercent: Int?
            let autoConfirm: Bool?

            enum CodingKeys: String, CodingKey {
                case shadowS = "shadow_s"
                case trialS = "trial_s"
                case sharePercent = "share_percent"
                case autoConfirm = "auto_confirm"
            }
        }

        let v = 1
        let action = "install"
        let job: String
        let model: String
        let version: String?
        let manifest: Place
        let strategy: Strategy
        let force: Bool?
    }
}
