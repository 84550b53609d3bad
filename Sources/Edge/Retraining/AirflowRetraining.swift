import Airflow
import Logging
import Transfer

/// Has a DAG of an Airflow train; the DAG's run is called as the order is.
struct AirflowRetraining: RetrainWay {
    /// How long one call may take.
    private static let callTime = Duration.seconds(30)

    private let client: AirflowClient
    private let pursuit: DAGRunPursuit
    private let dryRun: Bool
    private let logger: Logger

    /// Makes one; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - airflow: The server and the DAG.
    ///   - proxy: How servers are reached.
    ///   - environment: Where proxies are found.
    ///   - patience: How long is waited when something does not work.
    ///   - logger: Is told of trouble.
    /// - Throws: a password file that cannot be read, or what it holds cannot be sent.
    init(
        _ airflow: Settings.Retrain.Airflow,
        proxy: Settings.Updates.Proxy,
        environment: [String: String],
        patience: AirflowPatience = AirflowPatience(),
        logger: Logger
    ) throws(EdgeError) {
        let http = HTTPClient(
            TransferOptions(
                deadline: Self.callTime,
                tls: TransferOptions.TLS(airflow.tls),
                proxy: TransferOptions.Proxy(proxy),
                userAgent: "marram/\(MarramVersion.current)",
                maximumRedirects: 0
            ),
            environment: environment
        )
        let authentication = try Self.authentication(airflow)
        do throws(AirflowError) {
            client = try AirflowClient(
                base: airflow.url,
                interface: airflow.interface == .v1 ? .v1 : .v2,
                dag: airflow.dag,
                authentication: authentication,
                http: http
            )
        } catch {
            throw EdgeError("retrain.airflow: \(error.message)")
        }
        pursuit = DAGRunPursuit(client: client, poll: airflow.poll, timeout: airflow.timeout, patience: patience)
        dryRun = airflow.dryRun
        self.logger = logger
    }

    func carryOut(
        _ order: RetrainOrder,
        until stop: @escaping @Sendable () -> Bool,
        tell: (RetrainWord) -> Void
    ) {
        do throws(AirflowError) {
            let ending = try pursuit.run(
                order.id,
                conf: RetrainDocument(order, dryRun: dryRun),
                orderID: order.id,
                cancellation: Cancellation(when: stop)
            ) { word in
                if case .accepted(let run) = word {
                    tell(RetrainWord(id: order.id, outcome: .accepted, run: run.id))
                }
                log(word, order)
            }
            switch ending {
            case .succeeded: tell(RetrainWord(id: order.id, outcome: .completed, run: order.id))
            case .failed:
                let reason = "run \(order.id) of DAG \(client.dag) has failed; its log at Airflow says why"
                tell(RetrainWord(id: order.id, outcome: .failed(reason: reason), run: order.id))
            case .stopped: break
            }
        } catch {
            tell(RetrainWord(id: order.id, outcome: .failed(reason: error.message)))
        }
    }

    private func log(_ word: DAGRunPursuit.Word, _ order: RetrainOrder) {
        let facts: Logger.Metadata = ["order": "\(order.id)", "dag": "\(client.dag)"]
        switch word {
        case .accepted(let run):
            logger.info("retraining is with Airflow", metadata: facts.merging(["state": "\(run.state)"]) { $1 })
        case .paused:
            logger.warning("retraining waits: the DAG is paused; let it go on in Airflow", metadata: facts)
        case .trouble(let error):
            logger.warning(
                "retraining: Airflow does not answer as it should; it is asked again",
                metadata: facts.merging(["reason": "\(error.message)"]) { $1 }
            )
        }
    }

    private static func authentication(
        _ airflow: Settings.Retrain.Airflow
    ) throws(EdgeError) -> AirflowAuthentication {
        if let token = try PasswordFile.text(airflow.tokenFile, key: "retrain.airflow.token_file") {
            return .bearer(token)
        }
        guard let user = airflow.username,
            let password = try PasswordFile.text(airflow.passwordFile, key: "retrain.airflow.password_file")
        else { return .none }
        return .password(user: user, password: password)
    }
}
