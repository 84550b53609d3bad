import Archive
import Foundation
import NIOCore
import Support
import Testing

@testable import API

@Suite("Pages")
struct PagesTests {
    private static let folder = Project.root.appendingPathComponent("web")

    @Test("are all files of web, as they are there [pages-1]")
    func all() throws {
        let names = try #require(FileManager.default.enumerator(atPath: Self.folder.path)).compactMap { $0 as? String }
            .filter { name in
                let facts = try? FileManager.default.attributesOfItem(atPath: Self.folder.path + "/" + name)
                return facts?[.type] as? FileAttributeType == .typeRegular
            }
        #expect(PageFile.all.map(\.name).sorted() == names.sorted(), "helpers/pages.sh mends it")
        for file in PageFile.all {
            let there = try Data(contentsOf: Self.folder.appendingPathComponent(file.name))
            #expect(Data(file.bytes.readableBytesView) == there)
        }
    }

    @Test("are served under their path, a folder's index.html for the folder [pages-2]")
    func paths() async throws {
        try await RoutedServer.serving { server in
            for file in PageFile.all {
                for path in file.paths {
                    let answer = try await server.send("GET", path)
                    #expect(answer.status == 200)
                    #expect(answer.bytes == Array(file.bytes.readableBytesView))
                    #expect(answer.header("Content-Type") == file.type)
                }
            }
            let docs = try await server.send("GET", "/docs/index.html").bytes
            #expect(try await server.send("GET", "/docs").bytes == docs)
            #expect(try await server.send("GET", "/docs/").status == 200)
            #expect(try await server.send("GET", "/").header("Content-Type") == "text/html; charset=utf-8")
            #expect(try await server.send("POST", "/").status == 405)
        }
    }

    @Test("that a browser has already are not sent again [pages-3]")
    func tags() async throws {
        try await RoutedServer.serving { server in
            let first = try await server.send("GET", "/")
            let tag = try #require(first.header("ETag"))
            #expect(first.header("Cache-Control") == "no-cache")
            for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let again = try await server.send("GET", "/", headers: ["If-None-Match": known])
                #expect(again.status == 304)
                #expect(again.bytes.isEmpty)
                #expect(again.header("ETag") == tag)
            }
            #expect(try await server.send("GET", "/", headers: ["If-None-Match": "\"x\""]).status == 200)
        }
    }

    @Test("tell a browser to take nothing from elsewhere, and to be framed nowhere [pages-4]")
    func guards() async throws {
        try await RoutedServer.serving { server in
            for file in PageFile.all {
                let answer = try await server.send("GET", file.paths[0])
                let policy = try #require(answer.header("Content-Security-Policy"))
                #expect(policy.hasPrefix("default-src 'self';"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Referrer-Policy") == "no-referrer")
            }
        }
    }

    @Test("go packed to who takes that [pages-5]")
    func packed() async throws {
        try await RoutedServer.serving { server in
            let file = try #require(PageFile.all.first { $0.packed != nil })
            let answer = try await server.send("GET", file.paths[0], headers: ["Accept-Encoding": "gzip"])
            #expect(answer.header("Content-Encoding") == "gzip")
            let bytes = Array(file.bytes.readableBytesView)
            #expect(try Packing.gzip.unpack(answer.bytes, limit: bytes.count) == bytes)
        }
    }
}
