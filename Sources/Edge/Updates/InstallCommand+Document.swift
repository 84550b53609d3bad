import OpenInference

extension InstallCommand {
    /// Longest shadow or trial, seconds: 7 days.
    static let longestStage = 7.0 * 86_400
    private static let longestURL = 2048

    /// Reads the payload of `model/{model}/set`.
    ///
    /// - Throws: what is wrong with it, with the job where that can be read.
    init(_ payload: RawSpan, model topicModel: String) throws(CommandRefusal) {
        let document = CommandDocument(payload)
        let model = Name(topicModel)
        do throws(InferError) {
            if let fault = document.fault { throw fault }
            guard let model else {
                throw InferError(.badInput, "the topic names no model, expected \(Name.expectation)")
            }
            try self.init(document, model: model)
        } catch {
            throw CommandRefusal(error: error, job: (try? document.id("job")) ?? nil, model: model)
        }
    }

    private init(_ document: CommandDocument, model: Name) throws(InferError) {
        try document.checkVersion()
        guard let job = try document.id("job") else {
            throw InferError(.badInput, "'job' is missing; give every update an id of its own")
        }
        let action = try document.text("action")
        guard action == "install" else {
            throw InferError(.badInput, "'action' is '\(action?.prefix(40) ?? "")', expected 'install'")
        }
        if let named = try document.model(), named != model {
            throw InferError(.badInput, "'model' is '\(named)', but the topic says '\(model)'")
        }
        let version = try document.text("version")
        if let version, Name(version) == nil {
            throw InferError(.badInput, "'version' is no version, expected \(Name.expectation)")
        }
        self.init(job: job, model: model, version: version, place: try Self.place(document))
        strategy = try Strategy(document)
        isForced = try document.bool("force") ?? false
        notBefore = try document.time("not_before")
        deadline = try document.time("deadline")
        if let notBefore, let deadline, deadline <= notBefore {
            throw InferError(.badInput, "'deadline' is not after 'not_before'")
        }
    }

    private static func place(_ document: CommandDocument) throws(InferError) -> Place {
        try document.object("manifest")
        guard let url = try document.text("manifest.url") else {
            throw InferError(.badInput, "'manifest.url' is missing; expected where the bundle's manifest.json is")
        }
        let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard (1...longestURL).contains(url.utf8.count), isPlain else {
            throw InferError(
                .badInput,
                "'manifest.url' is no URL, expected 1 to \(longestURL) characters of ASCII without spaces"
            )
        }
        return .url(url, sha256: try document.digest("manifest.sha256"))
    }
}

extension InstallCommand.Strategy {
    fileprivate init(_ document: CommandDocument) throws(InferError) {
        try document.object("strategy")
        shadow = try Self.stage("strategy.shadow_s", document)
        trial = try Self.stage("strategy.trial_s", document)
        sharePercent = try document.integer("strategy.share_percent", in: 1...100)
        autoConfirm = try document.bool("strategy.auto_confirm")
    }

    private static func stage(_ name: String, _ document: CommandDocument) throws(InferError) -> Duration? {
        try document.number(name, in: 0...InstallCommand.longestStage).map { .milliseconds(Int64($0 * 1000)) }
    }
}
