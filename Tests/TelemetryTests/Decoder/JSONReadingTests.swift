import OpenInference
import Telemetry
import Testing

@Suite struct JSONReadingTests {
    @Test(
        "[telemetry-10] reads numbers wherever the paths lead",
        arguments: [
            (#"{"v":{"x":1.5,"y":-2},"temp":300}"#, [1.5, -2, 300]),
            (#" {"temp" : 3e2, "v" : {"y":-2.0,"x":15e-1} } "#, [1.5, -2, 300]),
            (#"{"a":{"v":{"x":9}},"v":{"z":[1,{"x":8}],"x":1.5,"y":-2},"t":null,"temp":300}"#, [1.5, -2, 300]),
            (#"{"\u0076":{"\u0078":1.5,"y":-2},"te\u006dp":300}"#, [1.5, -2, 300]),
            (#"{"v":{"x":9007199254740993,"y":-0.0},"temp":1e-400}"#, [9_007_199_254_740_992, 0, 0]),
        ]
    )
    func reads(text: String, values: [Double?]) throws {
        let (taken, error) = take(text.utf8, try makePlan("$.v.x", "$.v.y", "$.temp"))
        #expect(error == nil)
        #expect(taken == [Taken(values: values)])
    }

    @Test("[telemetry-10] names of any length and alphabet lead to their fields")
    func names() throws {
        let names = [
            "a", "größe", "exactly8", "a-name-of-more-than-eight", "a-name-of-more-than-eighty", "", "x y", "a.b",
        ]
        let plan = try ReadingPlan(format: .json, fields: names.map { FieldPlan(path: FieldPath(column: $0)) })
        let members = names.enumerated().reversed().map { #""\#($1)":\#($0)"# }.joined(separator: ",")
        #expect(take("{\(members)}".utf8, plan).taken == [Taken(values: names.indices.map(Double.init))])
    }

    @Test("[telemetry-10] an array holds readings, or is one where the paths begin with an index")
    func arrays() throws {
        let readings = take(#"[{"a":1},{"a":2} , {"a":3}]"#.utf8, try makePlan("$.a"))
        #expect(readings.taken == [Taken(values: [1]), Taken(values: [2]), Taken(values: [3])])
        let one = take("[[5,6],7, 8]".utf8, try makePlan("$[2]", "$[0][1]", "$[9]"))
        #expect(one.taken == [Taken(values: [8, 6, nil])])
        #expect(take("[]".utf8, try makePlan("$.a")).error?.code == .badInput)
        #expect(take("[1,2.5]".utf8, try makePlan("$")).taken == [Taken(values: [1]), Taken(values: [2.5])])
    }

    @Test(
        "[telemetry-12] absent, null, and inside what is null or absent: missing",
        arguments: [#"{}"#, #"{"v":null}"#, #"{"v":{}}"#, #"{"v":{"x":null}}"#, #"{"w":{"x":1}}"#]
    )
    func missing(text: String) throws {
        let (taken, error) = take(text.utf8, try makePlan("$.v.x"))
        #expect(error == nil)
        #expect(taken == [Taken(values: [nil])])
    }

    @Test("[telemetry-11] a yes is 1, a no is 0", arguments: [("true", 1.0), ("false", 0)])
    func booleans(text: String, value: Double) throws {
        let (taken, error) = take(#"{"v":{"x":\#(text)}}"#.utf8, try makePlan("$.v.x"))
        #expect(error == nil && taken == [Taken(values: [value])])
    }

    @Test(
        "[telemetry-11] refuses what is no number, and names it",
        arguments: [
            (#"{"v":{"x":"12.5"}}"#, "$.v.x is a string; expected a number"),
            (#"{"v":{"x":[1]}}"#, "$.v.x is an array"), (#"{"v":{"x":{}}}"#, "$.v.x is an object"),
            (#"{"v":5}"#, "$.v is a number, expected an object"), (#"{"v":[1]}"#, "$.v is an array"),
            (#"{"v":{"x":1,"x":2}}"#, "$.v.x stands twice"), (#"{"v":{"x":1},"v":{}}"#, "$.v stands twice"),
            (#"{"v":{"x":1e309}}"#, "beyond the largest"), ("5", "$ is a number, expected an object"),
            (#""text""#, "$ is a string"), ("null", "$ is null"),
        ]
    )
    func refuses(text: String, message: String) throws {
        let (taken, error) = take(text.utf8, try makePlan("$.v.x"))
        #expect(taken.isEmpty)
        #expect(error?.code == .badInput)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(
        "[telemetry-10] refuses what is no JSON, wherever it is broken",
        arguments: [
            "", " ", "{", #"{"v""#, #"{"v":{"x":1}"#, #"{"v":{"x":1}} x"#, #"{"v":{"x":01}}"#, #"{"v":{"x":NaN}}"#,
            #"{"v":{"x":1},}"#, "{'v':1}", #"{"w":[1,}"#, #"{"w":"\x"}"#, #"{"v":{"x":-}}"#, "[{\"v\":{\"x\":1}}",
        ]
    )
    func brokenJSON(text: String) throws {
        let (_, error) = take(text.utf8, try makePlan("$.v.x"))
        #expect(error?.code == .badJSON)
    }

    @Test("[telemetry-10] refuses strings that are not UTF-8, and deeper nesting than the limit")
    func limits() throws {
        let plan = try makePlan("$.a")
        #expect(take(Array(#"{"b":""#.utf8) + [0xFF] + Array(#""}"#.utf8), plan).error?.code == .badJSON)
        let deep = #"{"b":"# + String(repeating: "[", count: 8) + String(repeating: "]", count: 8) + #","a":1}"#
        #expect(take(deep.utf8, plan, depth: 9).taken.count == 1)
        #expect(take(deep.utf8, plan, depth: 8).error?.code == .badJSON)
    }

    @Test("[telemetry-18] readings before a refused one are taken, and the error says which it is")
    func partly() throws {
        let (taken, error) = take(#"[{"a":1},{"a":2},{"a":"x"},{"a":4}]"#.utf8, try makePlan("$.a"))
        #expect(taken == [Taken(values: [1]), Taken(values: [2])])
        #expect(error?.message.contains("reading 3: $.a is a string") == true)
    }

    @Test("[telemetry-17] the value is raw times scale plus offset")
    func scaled() throws {
        let fields = [FieldPlan(path: try FieldPath("$.t"), offset: -273.15, scale: 0.5)]
        #expect(
            take(#"{"t":600}"#.utf8, try ReadingPlan(format: .json, fields: fields)).taken[0].values == [
                600 * 0.5 - 273.15
            ]
        )
        let large = [FieldPlan(path: try FieldPath("$.t"), scale: 1e10)]
        let error = take(#"{"t":1e300}"#.utf8, try ReadingPlan(format: .json, fields: large)).error
        #expect(error?.message.contains("beyond the largest") == true)
    }

    @Test(
        "[telemetry-32] takes the time where it stands",
        arguments: [
            (#"{"ts":1795243034120,"a":1}"#, TimeFormat.epochMilliseconds, 1_795_243_034_120_000 as Int64?),
            (#"{"ts":"2026-11-21T06:37:14.120Z","a":1}"#, .rfc3339, 1_795_243_034_120_000),
            (#"{"a":1}"#, .rfc3339, nil),
            (#"{"ts":null,"a":1}"#, .epochSeconds, nil),
        ]
    )
    func times(text: String, format: TimeFormat, microseconds: Int64?) throws {
        let plan = try makePlan("$.a", time: ("$.ts", format))
        #expect(take(text.utf8, plan).taken == [Taken(values: [1], time: microseconds)])
    }

    @Test(
        "[telemetry-32] refuses a time that cannot be read",
        arguments: [
            (#"{"ts":"soon","a":1}"#, TimeFormat.rfc3339), (#"{"ts":5,"a":1}"#, .rfc3339),
            (#"{"ts":1e30,"a":1}"#, .epochSeconds),
            (#"{"ts":"1795243034120","a":1}"#, .epochMilliseconds), (#"{"ts":true,"a":1}"#, .epochMilliseconds),
        ]
    )
    func badTimes(text: String, format: TimeFormat) throws {
        let (taken, error) = take(text.utf8, try makePlan("$.a", time: ("$.ts", format)))
        #expect(taken.isEmpty)
        #expect(error?.message.contains("$.ts is") == true)
    }

    @Test("[telemetry-12] nothing is left of the reading before")
    func forgets() throws {
        let plan = try makePlan("$.a", "$.b", key: ["$.k"], time: ("$.t", .epochSeconds))
        var decoder = TelemetryDecoder(plan)
        #expect(
            take(#"{"a":1,"b":2,"t":3,"k":"x"}"#.utf8, with: &decoder).taken == [
                Taken(values: [1, 2], time: 3_000_000, key: ["x"])
            ]
        )
        #expect(take(#"{"b":5,"k":"y"}"#.utf8, with: &decoder).taken == [Taken(values: [nil, 5], key: ["y"])])
        #expect(take(#"{"b":5}"#.utf8, with: &decoder).error?.message.contains("key part $.k is missing") == true)
    }

    @Test("[telemetry-19] the readings of all payloads are the same memory")
    func memory() throws {
        let plan = try makePlan("$.v.x", "$.v.y", key: ["$.k", "$topic[0]"])
        var decoder = TelemetryDecoder(plan)
        var missing = MissingValues()
        var places = Set<Int>()
        for number in 100..<200 {
            let body = Array(#"{"k":"press\#(number)","v":{"x":\#(number)}}"#.utf8)
            try decoder.decode(unsafe body.span.bytes, topic: "plant/a") { reading in
                _ = missing.resolve(&reading.values, plan: plan)
                for place in [address(reading.values), address(reading.key)] where number > 100 {
                    places.insert(place)
                }
            }
        }
        #expect(places.count == 2)
    }

    /// Where an array's elements stand.
    private func address<Element>(_ array: [Element]) -> Int {
        unsafe array.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    }
}
