public import Transfer

extension S3Client {
    /// Stores a file under a key that nothing stands under yet; blocks until S3 has all of it.
    ///
    /// The key is looked at first. Below 16 MiB the file goes as a whole, else in parts, some at once; memory does not
    /// grow with it. All that was sent of an upload that fails is removed, as far as S3 lets that happen; where it does
    /// not, the error says so. Failures that pass are tried again by `retry`.
    ///
    /// - Parameters:
    ///   - file: Its path.
    ///   - location: Where to.
    ///   - options: The file's digest and length, and what the object is to be.
    ///   - retry: How often each request is tried.
    ///   - cancellation: Ends it within a second or two.
    ///   - onProgress: Called, on other threads but never on two at once, with how many bytes have gone so far; it must
    ///     not wait.
    /// - Returns: Whether it was sent, or an object with the same digest was there already.
    /// - Throws: `KeyTaken`: something else stands under the key; `Changed`: the file is not the one that the options
    ///   describe; `Cancelled`; else what S3 or the line say.
    public func upload(
        _ file: String,
        to location: S3Location,
        _ options: S3UploadOptions,
        retry: AWSRetry = AWSRetry(),
        cancellation: Cancellation? = nil,
        onProgress: @escaping @Sendable (_ bytes: Int) -> Void = { _ in }
    ) throws(AWSError) -> S3UploadOutcome {
        try options.check(location)
        let source: ReadableFile
        do throws(TransferError) {
            source = try ReadableFile(file)
        } catch {
            throw AWSError("File", error.message)
        }
        guard source.byteCount == options.byteCount else {
            throw AWSError(
                "Changed",
                "\(file) has \(source.byteCount) bytes and had \(options.byteCount) when it was digested; digest it again"
            )
        }
        let upload = S3Upload(
            client: self,
            file: source,
            location: location,
            options: options,
            retry: retry,
            cancellation: cancellation,
            progress: S3UploadProgress(onProgress)
        )
        return try upload.run()
    }
}
