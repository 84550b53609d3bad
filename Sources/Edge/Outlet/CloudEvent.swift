import OpenInference

/// What all events say beside their data; CloudEvents 1.0.
struct CloudEvent {
    let id: String
    let source: String
    let type: String
    let subject: String
    /// RFC 3339.
    let time: String

    /// The event in structured mode, without its closing brace; `data` is its last member.
    func document(_ data: some Encodable) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendRaw(#"{"specversion":"1.0""#)
        let attributes = [("id", id), ("source", source), ("type", type), ("subject", subject), ("time", time)]
        for (name, value) in attributes + [("datacontenttype", "application/json")] {
            bytes.appendRaw(#",""# + name + #"":"#)
            bytes.appendQuoted(value)
        }
        // Whoever looks for the data finds it here: within a text the quotes would be escaped.
        bytes.appendRaw(#","data":"#)
        bytes.append(contentsOf: JSONBytes.encode(data))
        return bytes
    }
}
