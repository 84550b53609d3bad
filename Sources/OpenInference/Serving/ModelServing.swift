/// What answers inference requests, and knows the models that do; safe from any thread.
public protocol ModelServing: Sendable {
    /// All models of the configuration, in its order.
    ///
    /// - Throws: `not_ready` while the node starts or stops.
    func models() async throws(InferError) -> [ServedModel]

    /// One model.
    ///
    /// - Throws: `unknown_model`; `not_ready` while the node starts or stops.
    func model(_ name: String) async throws(InferError) -> ServedModel

    /// Lets a model answer, in the batches, queues and limits that requests over MQTT run in.
    ///
    /// The request's `timeout` counts from this call on. Its inputs and outputs are held against the model's there.
    ///
    /// - Throws: what stands between the request and its answer.
    func infer(_ call: consuming InferCall) async throws(InferError) -> InferAnswer

    /// Brings a model back that was taken out of service; its bundle is verified and tried out before.
    ///
    /// Nothing happens where the model serves.
    func load(_ name: String) async throws(RepositoryError)

    /// Takes a model out of service: from now on requests get `not_ready`; what was accepted is answered.
    func unload(_ name: String) async throws(RepositoryError)
}
