/// Takes the answer that was asked for, not the redirects before it.
protocol AnswerTaker: AnyObject {
    /// Judges status and headers; what it refuses brings no bytes.
    func begin(_ head: ResponseHead) throws(TransferError)
    /// Takes a piece of the body; false: that is enough, nothing more is read.
    func take(_ piece: RawSpan) throws(TransferError) -> Bool
    /// Judges the whole after its end.
    func finish() throws(TransferError)
}
