/// What a form of the anomaly service holds: a CSV file, and maybe a model's name.
struct SeriesForm {
    private static let fileNames: Set = ["text", "dataset"]
    private static let fileTypes: Set = ["text/csv", "text/plain"]

    /// The CSV file.
    let csv: [UInt8]
    /// The model's name; nil: none is named.
    let model: String?

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - body: The bytes.
    ///   - contentType: What they are, with the boundary of their parts.
    /// - Throws: `RequestError`: `.mediaType` for what is no form or no such file, `.malformed` for a form that cannot be read.
    init(_ body: [UInt8], contentType: String?) throws(RequestError) {
        guard let boundary = MultipartBody.boundary(of: contentType) else {
            throw RequestError(
                .mediaType,
                "expected multipart/form-data with a boundary and a file 'dataset': "
                    + "curl -F 'dataset=@series.csv;type=text/csv'"
            )
        }
        let parts = try MultipartBody(body, boundary: boundary).parts
        let files = parts.filter { Self.fileNames.contains($0.name) }
        guard let file = files.first, files.count == 1 else {
            throw RequestError(
                .malformed,
                "the form has \(files.count) parts 'text' or 'dataset'; expected one with a CSV file"
            )
        }
        if let type = file.type, !Self.fileTypes.contains(type) {
            throw RequestError(
                .mediaType,
                "the part '\(file.name)' is \(type.prefix(80)); expected text/csv or text/plain"
            )
        }
        csv = Array(body[file.content])
        let names = parts.filter { $0.name == "model" }
        guard names.count < 2 else { throw RequestError(.malformed, "the form has two parts 'model'; name one") }
        model = try names.first.map { (part) throws(RequestError) in
            guard let name = String(validating: body[part.content], as: UTF8.self), !name.isEmpty else {
                throw RequestError(.malformed, "the part 'model' is no model's name")
            }
            return name
        }
    }
}
