/// Which REST interface a server has.
public enum AirflowInterface: String, Sendable, Hashable, CaseIterable {
    /// That of Airflow 2.
    case v1
    /// That of Airflow 3.
    case v2

    /// The other one.
    var other: AirflowInterface { self == .v1 ? .v2 : .v1 }
}
