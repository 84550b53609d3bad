/// An element of a small XML document: its name without a prefix, what is in it, and its text.
struct XMLElement: Sendable, Equatable {
    /// What keeps a document from being read.
    struct Fault: Error, Equatable {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    let name: String
    private(set) var children: [XMLElement] = []
    private(set) var text = ""

    init(name: String) { self.name = name }

    /// The first child of a name.
    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the child at the end of a path; nil where there is none.
    func text(_ path: String...) -> String? {
        var element: XMLElement? = self
        for name in path { element = element?.first(name) }
        return element?.text
    }

    /// The description of an error, wherever the services put it.
    var error: XMLElement? {
        name == "Error" ? self : first("Error") ?? first("Errors")?.first("Error")
    }

    mutating func add(_ child: XMLElement) { children.append(child) }

    mutating func add(_ text: String) { self.text += text }

    /// Reads a document of UTF-8; one with a document type is refused: nothing is expanded, nothing fetched.
    static func read(_ bytes: [UInt8]) throws(Fault) -> XMLElement {
        var reader = XMLReader(bytes)
        return try reader.document()
    }
}
