import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What an SVG holds, read by an XML parser.
final class SVGPicture: NSObject, XMLParserDelegate {
    /// A shape with its style and its path.
    struct Shape {
        let style: String
        let path: String
    }

    private(set) var shapes: [Shape] = []
    private(set) var texts: [String: String] = [:]
    private(set) var root: [String: String] = [:]
    private var element = ""

    /// Nil where it is no XML.
    init?(_ data: Data) {
        super.init()
        let parser = XMLParser(data: data)
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        element = name
        if name == "svg" { root = attributes }
        if name == "path" { shapes.append(Shape(style: attributes["style"] ?? "", path: attributes["d"] ?? "")) }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { texts[element, default: ""] += text }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        element = ""
    }

    /// Filled shapes of a colour in per cent and an opacity.
    func filled(_ colour: String, opacity: String) -> [Shape] {
        shapes.filter { $0.style.contains("fill:rgb(\(colour))") && $0.style.contains("fill-opacity:\(opacity);") }
    }

    /// Lines of a colour in per cent.
    func stroked(_ colour: String) -> [Shape] { shapes.filter { $0.style.contains("stroke:rgb(\(colour))") } }
}
