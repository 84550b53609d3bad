extension AWSSession {
    /// More than any list has.
    private static let pageLimit = 1000

    /// All rows of a list that comes page by page.
    ///
    /// - Parameters:
    ///   - title: What is listed, for errors.
    ///   - page: Asks for the page of a token, nil being the first, and gives its rows and the next page's token.
    /// - Returns: The rows, in the order in which they came.
    /// - Throws: What `page` throws; when a token comes twice, or pages do not end.
    static func pages<Row>(
        _ title: String,
        _ page: (String?) throws(AWSError) -> (rows: [Row], next: String?)
    ) throws(AWSError) -> [Row] {
        var rows: [Row] = []
        var seen: Set<String> = []
        var token: String?
        repeat {
            let (more, next) = try page(token)
            if !more.isEmpty { rows += more }
            token = next.flatMap { $0.isEmpty ? nil : $0 }
            guard let token else { return rows }
            guard seen.insert(token).inserted else {
                throw AWSError(
                    "Answer",
                    "\(title): the list leads back to a page that has been read; AWS gave a token twice"
                )
            }
        } while seen.count < pageLimit
        throw AWSError("Answer", "\(title): the list has more than \(pageLimit) pages; it is not read any further")
    }
}
