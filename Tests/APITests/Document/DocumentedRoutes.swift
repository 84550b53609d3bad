import Foundation
import HTTPTypes
import Hummingbird
import Support

@testable import API

/// The operations of `web/openapi.json`, to be held against the routes of a router.
struct DocumentedRoutes {
    /// `GET /v2/models/{}` and so on: names of parameters do not count.
    let operations: Set<String>

    /// Reads the document of the project.
    init() throws {
        let file = Project.root.appending(path: "web/openapi.json")
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        guard let paths = document?["paths"] as? [String: [String: Any]] else {
            throw SupportError("\(file.path) has no paths")
        }
        operations = Set(
            paths.flatMap { path, item in item.keys.map { "\($0.uppercased()) \(Self.plain(path))" } }
        )
    }

    /// What one of the two has and the other has not, in words; empty where they agree.
    ///
    /// HEAD goes with GET, and the files of the pages need no words.
    func differences<Context>(from router: Router<Context>) -> [String] {
        let served = Set(
            router.routes.filter { $0.method != .head }
                .map { "\($0.method.rawValue) \(Self.plain($0.path.description))" }
        )
        let files = Set(PageFile.all.flatMap(\.paths).map { "GET \(Self.plain($0))" })
        return served.subtracting(operations).subtracting(files).map { "not documented: \($0)" }.sorted()
            + operations.subtracting(served).map { "not served: \($0)" }.sorted()
    }

    private static func plain(_ path: String) -> String {
        let parts = path.split(separator: "/").map { part in
            part.hasPrefix(":") || part.hasPrefix("{") ? "{}" : String(part)
        }
        return "/" + parts.joined(separator: "/")
    }
}
