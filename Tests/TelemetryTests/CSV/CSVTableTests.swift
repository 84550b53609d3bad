import Foundation
import Telemetry
import Testing

@Suite struct CSVTableTests {
    private func table(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> CSVTable {
        try CSVTable(Array(text.utf8), options)
    }

    @Test(
        "[telemetry-50] reads the same from every way of writing",
        arguments: [
            "t,a,b\n1,2.5,3\n2,,5\n", "t;a;b\r\n1;2.5;3\r\n2;;5", "\u{FEFF}t\ta\tb\n\n1\t2.5\t3\n2\t\t5\n\n",
            "\"t\", \"a\" ,b\r\n1, \"2.5\" ,3\r\n2, ,5", "t,a,b\r1,2.5,3\r2,,5\r",
        ]
    )
    func reads(text: String) throws {
        let table = try table(text, CSVOptions(time: .column("t", .epochSeconds)))
        #expect(table.names == ["a", "b"])
        #expect(table.rows == 2)
        #expect(table.values.map { $0.isNaN ? -1 : $0 } == [2.5, 3, -1, 5])
        #expect(table.times?.map(\.microseconds) == [1_000_000, 2_000_000])
        #expect(table.row(1).last == 5)
    }

    @Test("[telemetry-50] columns are chosen by name, in the order asked for, beside labels and texts")
    func columns() throws {
        let text =
            "time,x,unit,y,anomaly,note\n2020-03-09 10:14:33,1,press 1,2,0.0,\"a \"\"b\"\"\"\n2020-03-09 10:14:34,3,p2,4,true,\n"
        let options = CSVOptions(columns: ["y", "x"], labels: ["anomaly"], texts: ["unit", "note"])
        let table = try table(text, options)
        #expect(table.names == ["y", "x"])
        #expect(table.values == [2, 1, 4, 3])
        #expect(table.labels == [[false, true]])
        #expect(table.texts == [["press 1", "p2"], ["a \"b\"", ""]])
        #expect(table.times?.first == Timestamp(rfc3339: "2020-03-09T10:14:33Z"))
        #expect(table.time?.name == "time")
        #expect(table.time?.format == .rfc3339)
        #expect(table.lines == [2, 3])
    }

    @Test("[telemetry-50] all columns are numbers but those used otherwise or ignored")
    func remaining() throws {
        let options = CSVOptions(labels: ["l"], ignored: ["i", "absent"])
        #expect(try table("ts,a,i,l,b\n1,2,no number,0,3", options).names == ["a", "b"])
        #expect(try table("ts,a\n1,2", CSVOptions(time: .none)).names == ["ts", "a"])
        #expect(try table("ts,a\n1,2", CSVOptions(columns: ["ts"])).times == nil)
        #expect(try CSVTable.header(Array("a;b c\n".utf8)) == ["a", "b c"])
    }

    @Test(
        "[telemetry-52] refuses a file with its line, its column and a remedy",
        arguments: [
            ("", "the text is empty"), ("a,b\n", "no row"), ("a,b\n1,2\n3\n", "line 3: 1 cells where the header has 2"),
            ("a,b\n1,2,3\n", "line 2: 3 cells"), ("a,b\n1,x\n", "line 2, column 2: 'b' holds 'x'"),
            ("a,b\n\n1,nan\n", "line 3, column 2: 'b' holds 'nan'"), ("a,b\n1,-inf\n", "expected a finite number"),
            ("a;b\n1;2,5\n", "write numbers with a point"),
            ("a,b\n\"1,2\n3,4", "line 2, column 1: the text ends inside"),
            ("a,a\n1,2", "column 'a' stands twice"), ("1,2\n3,4", "the first line holds numbers"),
            ("time,a\nsoon,1", "line 2, column 1: 'time' holds 'soon'"),
            ("time,a\n2020-03-09 10:14:33,1\nlater,2", "line 3, column 1"), ("a\n1e999", "finite"),
        ]
    )
    func refuses(text: String, message: String) {
        let error = #expect(throws: CSVError.self) { try table(text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("[telemetry-52] names the columns there are when one is not")
    func absent() {
        for options in [
            CSVOptions(columns: ["c"]), CSVOptions(time: .column("c")), CSVOptions(labels: ["c"]),
            CSVOptions(texts: ["c"]),
        ] {
            let error = #expect(throws: CSVError.self) { try table("a,b\n1,2", options) }
            #expect(error?.message.contains("'c'; the file has a, b") == true)
        }
    }

    @Test("[telemetry-52] refuses labels other than 0 and 1, files over the limit, UTF-16 and no UTF-8")
    func others() {
        #expect(throws: CSVError.self) { try table("a,l\n1,2", CSVOptions(labels: ["l"])) }
        #expect(throws: CSVError.self) { try table("a\n1", CSVOptions(maximumBytes: 2)) }
        #expect(throws: CSVError.self) { try CSVTable([0xFF, 0xFE, 0x61, 0]) }
        #expect(throws: CSVError.self) { try CSVTable([0x61, 0xC3, 0x0A, 0x31]) }
    }

    @Test("[telemetry-53] an empty cell is an error where the caller says so")
    func empty() throws {
        let error = #expect(throws: CSVError.self) { try table("a,b\n1,2\n3,", CSVOptions(allowsMissing: false)) }
        #expect(error?.line == 3)
        #expect(error?.column == 2)
    }

    @Test(
        "[telemetry-50] reads the real files",
        .enabled(if: FileManager.default.fileExists(atPath: "../shared/data/skab"), "no ../shared/data here")
    )
    func real() throws {
        let skab = try CSVTable(
            Array(Data(contentsOf: URL(fileURLWithPath: "../shared/data/skab/valve1_0.csv"))),
            CSVOptions(labels: ["anomaly", "changepoint"])
        )
        #expect(skab.names.count == 8)
        #expect(skab.rows > 1000)
        #expect(skab.labels[0].contains(true))
        #expect(skab.time?.format == .rfc3339)
        let nab = try CSVTable(
            Array(Data(contentsOf: URL(fileURLWithPath: "../shared/data/nab/realKnownCause__nyc_taxi.csv")))
        )
        #expect(nab.names == ["value"])
        #expect(nab.rows == 10_320)
    }
}
