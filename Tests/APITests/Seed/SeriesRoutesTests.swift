import Foundation
import OpenInference
import Support
import Testing

@testable import API

@Suite struct SeriesRoutesTests {
    /// Answers as a test says, and keeps what was asked.
    private final class StandInScoring: SeriesScoring {
        let asked = Watched<[(csv: String, model: String?)]>([])
        private let result: Result<ScoredSeries, InferError>

        init(_ result: Result<ScoredSeries, InferError>) { self.result = result }

        func score(_ csv: [UInt8], model: String?) async throws(InferError) -> ScoredSeries {
            asked.change { $0.append((String(decoding: csv, as: UTF8.self), model)) }
            return try result.get()
        }
    }

    private static func series(
        _ picture: (@Sendable () async throws(InferError) -> [UInt8])? = { () async throws(InferError) in [1, 2, 3] }
    ) -> ScoredSeries {
        ScoredSeries(
            model: "press",
            version: "7",
            threshold: 0.5,
            fields: ["a", "b"],
            scores: [nil, .nan, 0.75],
            decisions: [false, false, true],
            episodes: [.init(first: 2, last: nil, peak: 0.75)],
            passedOver: 1,
            picture: picture
        )
    }

    private static func form(_ parts: [(head: String, content: String)], boundary: String = "b0") -> [UInt8] {
        let text = parts.map { "--\(boundary)\r\n\($0.head)\r\n\r\n\($0.content)\r\n" }.joined()
        return Array("\(text)--\(boundary)--\r\n".utf8)
    }

    private static func file(_ name: String = "dataset", type: String? = "text/csv") -> (head: String, content: String)
    {
        let head = "Content-Disposition: form-data; name=\"\(name)\"; filename=\"a;b.csv\""
        return (type.map { "\(head)\r\nContent-Type: \($0)" } ?? head, "a,b\n1,2\n")
    }

    private static func named(_ model: String) -> (head: String, content: String) {
        ("content-disposition: form-data; name=model", model)
    }

    private static let type = ["Content-Type": "multipart/form-data; boundary=b0"]

    private func serving(
        _ result: Result<ScoredSeries, InferError> = .success(series()),
        _ body: @Sendable (RoutedServer) async throws -> Void
    ) async throws -> [(csv: String, model: String?)] {
        let scoring = StandInScoring(result)
        try await RoutedServer.serving([SeriesRoutes(scoring: scoring, limit: 4096)], body)
        return scoring.asked.value
    }

    @Test("[seed-13] GET /status says that the service is available")
    func status() async throws {
        _ = try await serving { server in
            let answer = try await server.send("GET", "/status")
            #expect(answer.status == 200 && answer.body == #"{"status":"available"}"#)
        }
    }

    @Test(
        "[seed-14] a file called text or dataset is scored, of type text/csv, text/plain or none",
        arguments: ["text", "dataset"],
        ["text/csv", "text/plain; charset=utf-8", "Text/CSV", nil]
    )
    func picture(name: String, type: String?) async throws {
        let asked = try await serving { server in
            let body = Self.form([Self.file(name, type: type)])
            let answer = try await server.send("POST", "/compute", headers: Self.type, body: body)
            #expect(answer.status == 200 && answer.bytes == [1, 2, 3])
            #expect(answer.header("Content-Type") == "image/png")
        }
        #expect(asked.map(\.csv) == ["a,b\n1,2\n"] && asked.map(\.model) == [nil])
    }

    @Test("[seed-15] Accept: application/json gives scores and decisions")
    func numbers() async throws {
        _ = try await serving { server in
            let headers = Self.type.merging(["Accept": "application/json"]) { $1 }
            let answer = try await server.send("POST", "/compute", headers: headers, body: Self.form([Self.file()]))
            let expected =
                #"{"anomalies":[false,false,true],"episodes":[{"first":2,"peak":0.75}],"fields":["a","b"],"model":"press","#
                + #""passed_over":1,"rows":3,"scores":[null,null,0.75],"threshold":0.5,"version":"7"}"#
            #expect(answer.status == 200 && answer.body == expected, "\(answer.body)")
        }
    }

    @Test(
        "[seed-15] what is wanted most is given, and the picture where both are",
        arguments: [
            ([], .picture), (["*/*"], .picture), (["image/*"], .picture), (["application/json"], .numbers),
            (["application/json;q=0.5, image/png"], .picture), (["image/png;q=0.5", "application/json"], .numbers),
            (["image/png;q=0, */*"], .numbers), (["text/html, application/*;q=0.1"], .numbers),
            (["image/png, application/json;q=nan"], .picture), (["image/png;q=1, application/json;q=2"], .picture),
        ] as [([String], PictureChoice)]
    )
    func choice(accept: [String], choice: PictureChoice) throws {
        #expect(try PictureChoice(accept: accept) == choice)
    }

    @Test("[seed-16] the model is named in the URL or in the form, and not by two names")
    func model() async throws {
        let asked = try await serving { server in
            let inForm = Self.form([Self.named("press"), Self.file()])
            for path in ["/compute", "/compute?model=press"] {
                #expect(try await server.send("POST", path, headers: Self.type, body: inForm).status == 200)
            }
            let plain = Self.form([Self.file()])
            #expect(
                try await server.send("POST", "/compute?model=valve", headers: Self.type, body: plain).status == 200
            )
            let two = try await server.send("POST", "/compute?model=valve", headers: Self.type, body: inForm)
            #expect(two.status == 400 && two.error?.contains("name one") == true)
        }
        #expect(asked.map(\.model) == ["press", "press", "valve"])
    }

    @Test("[seed-17] forms that are none, or hold something else, are refused before anything is scored")
    func forms() async throws {
        let sound = Self.form([Self.file()])
        let cut = Array(sound.dropLast(12))
        let headless = Array("--b0\r\nContent-Type: text/csv\r\n\r\na\r\n--b0--\r\n".utf8)
        let endless = Array("--b0\r\nContent-Disposition: form-data; name=text".utf8)
        let heads = Self.form([(String(repeating: "x: y\r\n", count: 300) + "x: y", "a")])
        let cases: [([UInt8], [String: String], Int, String)] = [
            (sound, ["Content-Type": "text/csv"], 415, "expected multipart/form-data"),
            (sound, [:], 415, "expected multipart"),
            (sound, ["Content-Type": "multipart/form-data"], 415, "with a boundary"),
            (sound, ["Content-Type": "multipart/form-data; boundary=\"\""], 415, "with a boundary"),
            (sound, ["Content-Type": "multipart/form-data; boundary=c1"], 400, "not the one of Content-Type"),
            ([], Self.type, 400, "has no part"), (cut, Self.type, 400, "was it cut off"),
            (endless, Self.type, 400, "cut off"),
            (headless, Self.type, 400, "Content-Disposition"), (heads, Self.type, 400, "Content-Disposition"),
            (Array("--b0x\r\n\r\n--b0--".utf8), Self.type, 400, "end of its line"),
            (Array("--b0\r\n--b0--\r\n".utf8), Self.type, 400, "no empty line"),
            (Array("--b0\r\n\r\n--b0--\r\n".utf8), Self.type, 400, "Content-Disposition"),
            (Self.form([Self.file(type: "application/octet-stream")]), Self.type, 415, "expected text/csv"),
            (Self.form([Self.file("other")]), Self.type, 400, "has 0 parts"),
            (Array("--b0--".utf8), Self.type, 400, "has 0 parts"),
            (Self.form([Self.file(), Self.file("text")]), Self.type, 400, "has 2 parts"),
            (Self.form([Self.file(), Self.named("a"), Self.named("b")]), Self.type, 400, "two parts 'model'"),
            (Self.form([Self.file(), Self.named("")]), Self.type, 400, "no model's name"),
            (Self.form(Array(repeating: Self.named("a"), count: 17)), Self.type, 400, "more than 16 parts"),
            (Array(repeating: 0x61, count: 5000), Self.type, 413, "4096"),
            (sound, Self.type.merging(["Accept": "text/html"]) { $1 }, 406, "image/png or application/json"),
        ]
        let asked = try await serving { server in
            for (body, headers, status, reason) in cases {
                let answer = try await server.send("POST", "/compute", headers: headers, body: body)
                #expect(answer.status == status && answer.error?.contains(reason) == true, "\(reason): \(answer.body)")
            }
        }
        #expect(asked.isEmpty)
    }

    @Test("[seed-18] what keeps a series from being scored or drawn is told")
    func failures() async throws {
        let refused: [(ErrorCode, Int)] = [
            (.badInput, 400), (.unknownModel, 404), (.overloaded, 503), (.notReady, 503), (.internal, 500),
        ]
        for (code, status) in refused {
            _ = try await serving(.failure(InferError(code, "because"))) { server in
                let answer = try await server.send(
                    "POST",
                    "/compute",
                    headers: Self.type,
                    body: Self.form([Self.file()])
                )
                #expect(answer.status == status && answer.error == "because")
            }
        }
        let pictures: [((@Sendable () async throws(InferError) -> [UInt8])?, Int)] = [
            (nil, 406), ({ () async throws(InferError) in throw InferError(.internal, "no ink") }, 500),
        ]
        for (picture, status) in pictures {
            _ = try await serving(.success(Self.series(picture))) { server in
                let answer = try await server.send(
                    "POST",
                    "/compute",
                    headers: Self.type,
                    body: Self.form([Self.file()])
                )
                #expect(answer.status == status && answer.error != nil)
            }
        }
    }

    @Test("[seed-19] the content of a part is taken as it is, delimiters that are none among it")
    func content() throws {
        let content = "a\r\n--b\r\n-b0\r\n--b\r\n\r\n"
        let body = Self.form([("Content-Disposition: form-data; name=\"te\\\"xt\"", content)])
        let part = try #require(try MultipartBody(body, boundary: Array("b0".utf8)).parts.first)
        #expect(String(decoding: body[part.content], as: UTF8.self) == content && part.name == "te\"xt")
        // An empty part, and what stands before the first and after the last boundary.
        let empty = Array("before\r\n--b0  \r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--b0--after".utf8)
        #expect(try MultipartBody(empty, boundary: Array("b0".utf8)).parts.map(\.content.isEmpty) == [true])
    }

    @Test("[seed-20] who may only read may score and predict, but fetch no model; who is nobody may see that we live")
    func roles() async throws {
        struct NoSourcing: ModelSourcing {
            func source(_ model: String) async throws(SourcingError) -> SourcedModel {
                throw SourcingError(.late, "no")
            }
        }
        let tokens = try TokensFile()
        let groups: [any RouteGroup] = [
            SeriesRoutes(scoring: StandInScoring(.success(Self.series())), limit: 4096),
            PredictionRoutes(models: StandInModels([:])), AgentRoutes(sourcing: NoSourcing()),
        ]
        try await RoutedServer.serving(groups, settings: { $0.tokensFile = tokens.path }) { server in
            let rows: [(method: String, path: String, nobody: Int, reader: Int, chief: Int)] = [
                ("GET", "/ping", 200, 200, 200), ("GET", "/clarus/v1/agent/ping", 200, 200, 200),
                ("GET", "/status", 401, 200, 200), ("GET", "/predict_3?modelId=m&datos=[1]", 401, 404, 404),
                ("POST", "/compute", 401, 200, 200), ("PUT", "/clarus/v1/agent/modelinference/m", 401, 403, 504),
            ]
            for row in rows {
                let body = row.method == "POST" ? Self.form([Self.file()]) : []
                for (headers, status) in [
                    ([:], row.nobody), (tokens.headers(tokens.reader), row.reader),
                    (tokens.headers(tokens.chief), row.chief),
                ] {
                    let headers = headers.merging(row.method == "POST" ? Self.type : [:]) { $1 }
                    let answer = try await server.send(row.method, row.path, headers: headers, body: body)
                    #expect(answer.status == status, "\(row.path): \(answer.body)")
                }
            }
        }
    }
}
