import Foundation
import Support
import Testing

/// What `marram-plot` refuses.
@Suite struct PlotRefusalTests {
    private static func document(_ members: String) -> String {
        #"{"time":[1,2,3],"panels":[{"title":"p","series":[{"name":"s","values":[1,2,3]}]}],\#(members)}"#
    }

    private static func panel(_ members: String) -> String { #"{"time":[1,2,3],"panels":[{\#(members)}]}"# }

    @Test(
        "[plot-9] refuses what cannot be drawn, says why and writes nothing",
        arguments: [
            ("", "ends at byte 0"), ("[1]", "expected an object"), ("{", "ends at byte 1"),
            (#"{"panels":[]}"#, "there is no 'time'"), (#"{"time":[]}"#, "'time' is empty"),
            (#"{"time":[1]}"#, "there are no 'panels'"), (#"{"time":[1,null]}"#, "time[1] is null, expected a number"),
            (#"{"time":[1,NaN]}"#, "NaN"), (#"{"time":[1e400]}"#, "time[0] is 1e400"),
            (document(#""colour":1"#), "unknown member 'colour'"), (document(#""time":[1]"#), "has 'time' twice"),
            (document(#""title":7"#), "title is a number, expected a text"),
            (document(#""time_is_epoch":1"#), "expected true or false"),
            (document(#""anomalies":[[1,3]]"#), "anomalies has [1,3]; expected rows from 0 to 2"),
            (document(#""anomalies":[[2,1]]"#), "anomalies[0] is no range"),
            (document(#""labels":[[0.5,1]]"#), "labels[0] is no range"),
            (document(#""training":[-1,1]"#), "training is no range"),
            (document(#""training":[0,1]} x"#), "byte"),
            (panel(#""title":"p""#), "panels[0] has no series"),
            (panel(#""series":[{"name":"s","values":[1,2]}]"#), "panels[0].series[0] has 2 values, 'time' has 3"),
            (panel(#""series":[{"values":[1,2,3]}]"#), "panels[0].series[0] has no 'name'"),
            (panel(#""series":[{"name":"s"}]"#), "panels[0].series[0] has no 'values'"),
            (panel(#""series":[{"name":"s","values":[1,"2",3]}]"#), "values[1] is a string, expected a number"),
            (panel(#""series":[{"name":"s","values":[1,2,3]}],"threshold":true"#), "panels[0].threshold is a boolean"),
            (
                #"{"time":[1,9e12],"time_is_epoch":true,"panels":[{"series":[{"name":"s","values":[1,2]}]}]}"#,
                "years 1 to 9999"
            ),
        ]
    )
    func refused(document: String, reason: String) async throws {
        let (result, picture) = try await PlotCommand().draw(document)
        #expect(result.code == 1)
        #expect(result.output.isEmpty && picture == nil)
        #expect(result.errors.hasPrefix("error: ") && result.errors.contains(reason), "\(result.errors)")
        #expect(result.errors.count { $0 == "\n" } == 1)
    }

    @Test(
        "[plot-10] refuses wrong usage with code 64",
        arguments: [
            (["-o", "x.jpg"], "must end in .svg or .png"), (["-o", "x.svg", "--width", "10"], "300 to 16000"),
            (["-o", "x.svg", "--height", "x"], "--height"), ([], "--out"),
        ]
    )
    func usage(options: [String], reason: String) async throws {
        let program = try Project.program("marram-plot")
        let result = try await Command([program] + options, input: PlotSample.document()).run()
        #expect(result.code == 64)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }

    @Test("[plot-9] refuses a height in which the panels cannot be read, and names one that serves")
    func height() async throws {
        let (result, _) = try await PlotCommand().draw(PlotSample.document(), to: "out.svg", ["--height", "150"])
        #expect(result.code == 1)
        let needed = try #require(result.errors.firstMatch(of: #/give --height (\d+)/#)).1
        let (second, _) = try await PlotCommand().draw(PlotSample.document(), to: "out.svg", ["--height", "\(needed)"])
        #expect(second.code == 0, "\(second.errors)")
    }

    @Test("[plot-9] refuses a document of more than 200 MB without reading all of it")
    func tooLarge() async throws {
        let folder = try TemporaryFolder()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: try folder.write("", to: "large.json")))
        // A file of holes takes no room.
        try file.truncate(atOffset: 4_000_000_000)
        let program = try Project.program("marram-plot")
        let result = try await Command([program, "-o", "out.svg", "large.json"], folder: folder.url).run()
        #expect(result.code == 1)
        #expect(result.errors == "error: large.json is larger than 200 MB; draw fewer rows or series\n")
    }

    @Test("[plot-6] numbers the rows where time goes back, and says so")
    func setback() async throws {
        let document = #"{"time":[5,4,6],"panels":[{"series":[{"name":"s","values":[1,2,3]}]}]}"#
        let (result, picture) = try await PlotCommand().draw(document)
        #expect(result.code == 0 && picture != nil)
        #expect(result.errors == "warning: time[1] is before time[0]; rows are numbered instead\n")
    }

    @Test("[plot-9] [plot-11] leaves what stood there when it fails, and no temporary file")
    func whole() async throws {
        let folder = try TemporaryFolder()
        let program = try Project.program("marram-plot")
        try folder.write("before", to: "out.svg")
        let bad = try await Command([program, "-o", "out.svg"], input: "{}", folder: folder.url).run()
        #expect(bad.code == 1)
        #expect(try String(contentsOfFile: folder.path + "/out.svg", encoding: .utf8) == "before")
        let gone = try await Command(
            [program, "-o", "missing/out.svg"],
            input: PlotSample.document(),
            folder: folder.url
        ).run()
        #expect(gone.code == 1)
        #expect(gone.errors.contains("missing/out.svg cannot be written: "), "\(gone.errors)")
        let absent = try await Command([program, "-o", "out.svg", "absent.json"], folder: folder.url).run()
        #expect(absent.code == 1)
        #expect(absent.errors.contains("absent.json cannot be read: "), "\(absent.errors)")
        let good = try await Command([program, "-o", "out.svg"], input: PlotSample.document(), folder: folder.url).run()
        #expect(good.code == 0, "\(good.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.svg"])
        #expect(try String(contentsOfFile: folder.path + "/out.svg", encoding: .utf8).hasSuffix("</svg>\n"))
    }
}
