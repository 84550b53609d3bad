/// How an upload went.
public enum S3UploadOutcome: Sendable, Hashable {
    /// The object is there now.
    case uploaded
    /// An object with the same digest was there; nothing was sent.
    case alreadyThere
}
