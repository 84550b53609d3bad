public import Storage

extension CandidateRow {
    /// What its command wants of time and of persons.
    public struct Wish: Sendable, Equatable {
        /// When it is to begin, milliseconds of Unix time; nil: at once.
        public let notBefore: Int64?
        /// Whether its trial ends well without a person's word; nil: as the configuration says.
        public let autoConfirm: Bool?
    }

    /// What its command wants; nothing where the command cannot be read.
    public var wish: Wish {
        let job = StoredText.read(command, as: StoredJob.self)
        return Wish(notBefore: job?.notBefore, autoConfirm: job?.autoConfirm)
    }
}
