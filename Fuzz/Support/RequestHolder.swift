import OpenInference

/// What `Sources/Edge/Models/Rows.swift`, which is compiled into every fuzz target, joins.
protocol RequestHolder: AnyObject {
    var request: InferRequest { get }
}
