import Foundation
import Support
import Testing

/// What stands in the document itself.
@Suite struct DocumentTests {
    private typealias Members = [String: Any]

    private func document() throws -> [String: Any] {
        let file = Project.root.appending(path: "web/openapi.json")
        return try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? Members)
    }

    /// Method, path and operation.
    private func operations() throws -> [(title: String, members: [String: Any])] {
        let paths = try #require(try document()["paths"] as? [String: [String: Members]])
        return paths.flatMap { path, item in item.map { ("\($0.key) \(path)", $0.value) } }
    }

    @Test("[openapi-3] every operation has its words, its refusals and a group")
    func operationsAreTold() throws {
        let tags = Set((try document()["tags"] as? [Members] ?? []).compactMap { $0["name"] as? String })
        let all = try operations()
        #expect(all.count > 35)
        #expect(Set(all.compactMap { $0.members["operationId"] as? String }).count == all.count)
        for (title, members) in all {
            #expect(tags.contains((members["tags"] as? [String])?.first ?? ""), "\(title)")
            #expect((members["summary"] as? String)?.isEmpty == false, "\(title)")
            let responses = try #require(members["responses"] as? Members)
            let expected = members["security"] == nil ? ["400", "401", "403", "429"] : ["400", "429"]
            #expect(
                expected.allSatisfy(responses.keys.contains) && responses.keys.contains { $0.hasPrefix("2") },
                "\(title)"
            )
            if members["requestBody"] != nil { #expect(responses["413"] != nil, "\(title)") }
        }
    }

    @Test("[openapi-3] what changes something needs an operator, and says so")
    func operators() throws {
        let own = ["post /api/login", "post /api/logout", "post /compute"]
        for (title, members) in try operations() where !title.hasPrefix("get ") && !own.contains(title) {
            let isReading = title.hasSuffix("/infer") || title.hasSuffix("/index")
            let says = (members["description"] as? String)?.contains("*operator*") == true
            #expect(says != isReading, "\(title)")
        }
    }

    @Test("[openapi-3] every reference leads somewhere, and every schema is used")
    func references() throws {
        let file = Project.root.appending(path: "web/openapi.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let components = try #require(try document()["components"] as? [String: Members])
        let used = Set(text.matches(of: #/#\/components\/(\w+)\/(\w+)"/#).map { "\($0.1)/\($0.2)" })
        for reference in used {
            let parts = reference.split(separator: "/").map(String.init)
            #expect(components[parts[0]]?[parts[1]] != nil, "\(reference)")
        }
        for kind in ["schemas", "responses", "parameters"] {
            for name in (components[kind] ?? [:]).keys where name != "Event" {
                #expect(used.contains("\(kind)/\(name)"), "\(kind)/\(name)")
            }
        }
    }
}
