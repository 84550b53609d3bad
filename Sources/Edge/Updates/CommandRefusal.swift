import OpenInference

/// Why an update command cannot be taken, and whom it names, as far as that can be read.
struct CommandRefusal: Error {
    let error: InferError
    /// The job, where it has a valid id.
    let job: String?
    /// The model of the topic, where that is a name.
    let model: Name?
}
