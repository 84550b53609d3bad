import Foundation
import Transfer

/// A server's URLs, and what may be told of it.
struct AirflowServer: Sendable {
    let interface: AirflowInterface
    /// Without a slash at its end.
    private let base: String

    init(base: String, interface: AirflowInterface) throws(AirflowError) {
        do throws(TransferError) {
            _ = try WebAddress(base)
        } catch {
            throw AirflowError(.invalid, "the URL of the Airflow server cannot be used: \(error.message)")
        }
        guard !base.contains("?"), !base.contains("#") else {
            throw AirflowError(
                .invalid,
                "the URL of the Airflow server has a query or a fragment; expected one such as https://airflow.example:8080"
            )
        }
        self.base = String(base.reversed().drop { $0 == "/" }.reversed())
        self.interface = interface
    }

    /// Where a token is asked for.
    var login: String { "\(base)/auth/token" }

    /// A DAG.
    func dag(_ dag: String) -> String { "\(base)/api/\(interface.rawValue)/dags/\(PercentEncoding.encode(dag))" }

    /// The runs of a DAG.
    func runs(_ dag: String) -> String { "\(self.dag(dag))/dagRuns" }

    /// A run of a DAG.
    func run(_ id: String, of dag: String) -> String { "\(runs(dag))/\(PercentEncoding.encode(id))" }
}
