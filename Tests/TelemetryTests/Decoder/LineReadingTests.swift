import OpenInference
import Telemetry
import Testing

@Suite struct LineReadingTests {
    @Test(
        "[telemetry-13] reads lines by their columns",
        arguments: [
            ("1,2,3", [[3, 1]]), ("1,2,3\n4,5,6\n", [[3, 1], [6, 4]]), ("1,2,3\r\n\r\n4,5,6\r\n", [[3, 1], [6, 4]]),
            (#""1","x, y",3"#, [[3, 1]]), (" 1 , 2 , 3 ", [[3, 1]]), ("1,,3", [[3, 1]]), (",2,3", [[3, nil]]),
            ("+1,2,.5", [[0.5, 1]]), ("\u{FEFF}1e3,2,007", [[7, 1000]]),
        ] as [(String, [[Double?]])]
    )
    func reads(text: String, values: [[Double?]]) throws {
        let (taken, error) = take(text.utf8, try makePlan("$.c", "$[0]", format: .csv(columns: ["a", "b", "c"])))
        #expect(error == nil)
        #expect(taken.map(\.values) == values)
    }

    @Test("[telemetry-13] without columns the first line of every payload names them")
    func header() throws {
        let plan = try makePlan("$.b", format: .csv(delimiter: UInt8(ascii: ";")), time: ("$.t", .epochSeconds))
        var decoder = TelemetryDecoder(plan)
        #expect(
            take("t;a;b\n1;2;3\n2;4;5".utf8, with: &decoder).taken == [
                Taken(values: [3], time: 1_000_000), Taken(values: [5], time: 2_000_000),
            ]
        )
        #expect(take("t;a;b\n7;8;9".utf8, with: &decoder).taken == [Taken(values: [9], time: 7_000_000)])
        #expect(take("b;t;a\n7;8;9".utf8, with: &decoder).taken == [Taken(values: [7], time: 8_000_000)])
        #expect(take("b;t;c\n7;8".utf8, with: &decoder).error?.message.contains("line 2: 2 cells; expected 3") == true)
        #expect(take("t;a\n1;2".utf8, with: &decoder).error?.message.contains("has t, a") == true)
        #expect(take("t;a;b\n".utf8, with: &decoder).error?.code == .badInput)
        #expect(take("".utf8, with: &decoder).error?.code == .badInput)
    }

    @Test(
        "[telemetry-16] refuses lines that are no reading",
        arguments: [
            ("1,2", "line 1: 2 cells; expected 3"), ("1,2,3,4", "4 cells"), ("1,2,3\n1,2,x", "line 2: $.c is 'x'"),
            ("1,2,nan", "$.c is 'nan'"), ("1,2,inf", "finite"), ("1,2,1e999", "finite"), ("1,2,0x10", "finite"),
            ("1,\"2,3", "inside a cell in quotes"), ("1,\"2\"x,3", "behind the closing quote"), ("", "found no lines"),
        ]
    )
    func refuses(text: String, message: String) throws {
        let (_, error) = take(text.utf8, try makePlan("$.c", format: .csv(columns: ["a", "b", "c"])))
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
}
