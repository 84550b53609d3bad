import OpenInference

/// A command on `cmd`, read as far as it can be.
struct NodeCommand {
    /// What is asked for.
    enum Content: Equatable {
        case control(ControlCommand)
        /// Read the configuration again.
        case reload
        /// Publish birth and states again.
        case birth
    }

    /// The sender's own name for it.
    let id: String?
    /// Where the reply goes, for MQTT 3.1.1.
    let replyTo: String?
    /// What is asked for, or what is wrong with it.
    let content: Result<Content, InferError>

    /// Reads a payload.
    init(_ payload: RawSpan) {
        let document = CommandDocument(payload)
        id = (try? document.id("id")) ?? nil
        replyTo = (try? document.text("reply_to")) ?? nil
        do throws(InferError) {
            content = .success(try Self.content(document))
        } catch {
            content = .failure(error)
        }
    }

    private static func content(_ document: CommandDocument) throws(InferError) -> Content {
        if let fault = document.fault { throw fault }
        try document.checkVersion()
        _ = try document.id("id")
        _ = try document.text("reply_to")
        switch try document.text("cmd") {
        case "rollback": return .control(.rollback(try model(document)))
        case "confirm": return .control(.confirm(try model(document)))
        case "reload": return .reload
        case "birth": return .birth
        case nil: throw InferError(.badInput, "'cmd' is missing, expected \(expectation)")
        case .some(let other): throw InferError(.badInput, "'cmd' is '\(other.prefix(40))', expected \(expectation)")
        }
    }

    private static let expectation = "rollback, confirm, reload or birth"

    private static func model(_ document: CommandDocument) throws(InferError) -> Name {
        guard let model = try document.model() else { throw InferError(.badInput, "'model' is missing") }
        return model
    }
}
