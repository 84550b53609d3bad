import Drift
import Foundation
import Recipes
import Transfer

extension SettingsDecoder {
    /// Reads how a new model is asked for.
    mutating func retrain(_ updates: Settings.Updates) -> Settings.Retrain {
        let retrain = Settings.Retrain(
            mode: value(.retrainMode, .choice(), default: .none),
            minimalRows: value(.retrainMinimalRows, .count(1...1_000_000_000), default: 1000),
            minimalShare: value(
                .retrainMinimalShare,
                .number("a number from 0 to 1000") { (0...1000).contains($0) },
                default: 0.2
            ),
            cooldown: value(.retrainCooldown, .duration(.zero...hours(24 * 366)), default: hours(24)),
            whileAnomalous: value(.retrainWhileAnomalous, .boolean, default: false),
            blockedBy: blockedBy(),
            airflow: retrainAirflow(),
            command: retrainCommand(),
            local: retrainLocal()
        )
        check(retrain, updates)
        return retrain
    }

    private mutating func blockedBy() -> [QualityKind] {
        let all = QualityKind.allCases.map(\.rawValue)
        let rule = ValueRule<String>(
            expectation: "one of \(all.joined(separator: ", "))",
            read: { all.contains($0) ? $0 : nil },
            write: { $0 }
        )
        let named = list(.retrainBlockedBy, rule, of: "violations of data quality", default: all)
        return QualityKind.allCases.filter { named.contains($0.rawValue) }
    }

    private var trainingTime: ValueRule<Duration> { .duration(.seconds(60)...hours(24 * 30)) }

    private mutating func retrainAirflow() -> Settings.Retrain.Airflow? {
        let url = located(.retrainAirflowURL, .webURL("https://airflow.example.com:8080"))
        if url == nil { show(.retrainAirflowURL, "null", EffectiveValue.byDefault) }
        let dag = optional(.retrainAirflowDAG, .dag)
        let airflow = Settings.Retrain.Airflow(
            url: url?.value ?? "",
            interface: value(.retrainAirflowInterface, .choice(), default: .v2),
            dag: dag ?? "",
            username: optional(.retrainAirflowUsername, .text(upTo: 1024)),
            passwordFile: file(.retrainAirflowPasswordFile, holding: "the password"),
            tokenFile: file(.retrainAirflowTokenFile, holding: "the token"),
            poll: value(.retrainAirflowPoll, .duration(.seconds(1)...hours(1)), default: .seconds(10)),
            timeout: value(.retrainAirflowTimeout, trainingTime, default: hours(6)),
            dryRun: value(.retrainAirflowDryRun, .boolean, default: false),
            tls: tls(.retrainAirflowAuthorities, .retrainAirflowCertificate, .retrainAirflowKey)
        )
        check(
            CredentialKeys(.retrainAirflowUsername, .retrainAirflowPasswordFile, .retrainAirflowTokenFile),
            hasName: airflow.username != nil,
            hasPassword: airflow.passwordFile != nil,
            hasToken: airflow.tokenFile != nil
        )
        if let url { check(airflow, at: url.origin) }
        return url == nil || dag == nil ? nil : airflow
    }

    /// Notes a URL that cannot be asked, and one to which a secret would go for all to read.
    private mutating func check(_ airflow: Settings.Retrain.Airflow, at place: Origin) {
        let key = RuntimeKey.retrainAirflowURL.rawValue
        do throws(TransferError) {
            let origin = try WebAddress(airflow.url).origin
            let hasSecret = airflow.passwordFile != nil || airflow.tokenFile != nil
            guard origin.scheme == "http", hasSecret, !origin.isThisMachine else { return }
            note(
                place,
                "\(key) is not encrypted and names another machine, \(origin), to which the password or the token would "
                    + "go for all to read; expected https"
            )
        } catch {
            note(place, "\(key) cannot be used: \(error.message)")
        }
    }

    private mutating func retrainCommand() -> Settings.Retrain.Command? {
        let timeout = value(.retrainCommandTimeout, .duration(.seconds(1)...hours(24 * 30)), default: hours(1))
        let key = RuntimeKey.retrainCommandRun
        let arguments = list(
            key,
            .text(upTo: 65_536),
            of: "texts: a program's absolute path, and its arguments",
            default: []
        )
        guard let program = arguments.first else { return nil }
        let expected = "expected the absolute path of a program that this user may run"
        let shown = ConfigurationScalar(program, variables: firstVariables(of: key)).quoted
        if !program.hasPrefix("/") {
            note(origin(key.rawValue), "\(key.rawValue)[0] is \(shown); \(expected)")
        } else {
            switch FileKind(at: program) {
            case .nothing:
                note(origin(key.rawValue), "\(key.rawValue)[0] is \(shown), which does not exist; \(expected)")
            case .folder: note(origin(key.rawValue), "\(key.rawValue)[0] is \(shown), which is a folder; \(expected)")
            case .file where !FileManager.default.isExecutableFile(atPath: program):
                note(origin(key.rawValue), "\(key.rawValue)[0] is \(shown), which this user may not run; \(expected)")
            case .file: break
            }
        }
        return Settings.Retrain.Command(arguments: arguments, timeout: timeout)
    }

    private func firstVariables(of key: RuntimeKey) -> [String] {
        guard case .sequence(let nodes) = tree.value(at: key.path)?.content,
            case .scalar(let first) = nodes.first?.content
        else { return [] }
        return first.variables
    }

    private mutating func retrainLocal() -> Settings.Retrain.Local {
        Settings.Retrain.Local(
            rows: value(.retrainLocalRows, .size((1 << 20)...(64 << 30)), default: 64 << 20),
            key: file(.retrainLocalKey, holding: "a private key"),
            arguments: list(
                .retrainLocalTrain,
                .text(upTo: 4096),
                of: "arguments of marram train, such as --window and 20",
                default: []
            ),
            timeout: value(.retrainLocalTimeout, trainingTime, default: hours(1)),
            memory: value(.retrainLocalMemory, .size((64 << 20)...(1 << 40)), default: 1 << 30)
        )
    }

    /// Notes what the mode needs and is not there.
    private mutating func check(_ retrain: Settings.Retrain, _ updates: Settings.Updates) {
        switch retrain.mode {
        case .none, .mqtt: break
        case .airflow:
            for key in [RuntimeKey.retrainAirflowURL, .retrainAirflowDAG] where isAbsent(key) {
                miss(key, for: retrain.mode)
            }
        case .command:
            if isAbsent(.retrainCommandRun) || retrain.command == nil { miss(.retrainCommandRun, for: retrain.mode) }
        case .local:
            let mode = RuntimeKey.retrainMode.rawValue
            if !updates.enabled {
                note(
                    origin(mode),
                    "\(mode) is local, but \(RuntimeKey.updatesEnabled.rawValue) is false, and updates bring the new model "
                        + "into service; enable them"
                )
            } else if retrain.local.key == nil, !updates.allowUnsigned {
                warn(
                    origin(mode),
                    "\(mode) is local without \(RuntimeKey.retrainLocalKey.rawValue): new models are not signed, and unsigned "
                        + "ones are refused; name a key that \(RuntimeKey.updatesTrust.rawValue) knows"
                )
            }
        }
    }

    private func isAbsent(_ key: RuntimeKey) -> Bool { tree.value(at: key.path).map(\.isNull) ?? true }

    private mutating func miss(_ key: RuntimeKey, for mode: Settings.Retrain.Mode) {
        let name = RuntimeKey.retrainMode.rawValue
        note(origin(name), "\(name) is \(mode.rawValue), but \(key.rawValue) is missing; add it")
    }
}

extension WebOrigin {
    /// True where what is sent does not leave this machine.
    fileprivate var isThisMachine: Bool {
        guard host != "localhost", host != "[::1]" else { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
    }
}
