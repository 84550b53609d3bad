/// How a download went.
public struct Download: Sendable {
    /// 200 or 206 when bytes came; any other from 300 on is the server's refusal.
    public let status: Int
    /// The entity tag, with its quotes, as it is to be given back in `DownloadRange.ifRange`.
    public let etag: String?
    /// How many bytes the whole resource has, where the server said so (with status 416, too).
    public let total: Int64?
    /// How many bytes were given to whoever takes them.
    public let received: Int64
    /// True when the server would have sent something else than the bytes that were asked for; nothing was given out.
    ///
    /// It sends the whole from the first byte on although `offset` is above 0, or the resource has changed: begin again
    /// with offset 0.
    public let isRestarted: Bool
    /// In order, names as the server wrote them.
    public let headers: [HTTPRequest.Header]
    /// The beginning of what came with a refusal, at most 64 KiB.
    public let errorBody: [UInt8]

    /// The first value of a header, whatever its case.
    public func header(_ name: String) -> String? { headers.first(named: name) }
}
