import Lab
import Support
import Telemetry
import Testing

@Suite struct ReplayFileTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let text: String
        let message: String
        var topic = "t"
        var style = PayloadStyle.json(.epochMilliseconds)
        var time: ReplayPlan.PayloadTime?
        var testDescription: String { message }
    }

    private static let refused: [Refused] = [
        Refused(text: "a,b\n1,2\n", message: "there is no time column"),
        Refused(text: "a,b\n1,2\n", message: "there is no time column", time: .file),
        Refused(text: "time,a\n1,2\n2,x\n", message: "line 3, column 2: 'a' holds 'x'"),
        Refused(text: "time,a\n1,2\n2\n", message: "line 3: 1 cells"),
        Refused(text: "time,a\n", message: "no row"),
        Refused(text: "time,site\n1,x\n", message: "no column of numbers", topic: "t/{site}"),
        Refused(text: "time,a\n1,2\n", message: "there is no column 'site'; the file has time, a", topic: "t/{site}"),
        Refused(text: "time,site,a\n1,x,1\n2,x/y,2\n", message: "line 3: 'x/y' for {site}", topic: "t/{site}"),
        Refused(text: "time,a,b\n1,2,3\n", message: "has room for one of a, b", style: .number),
        Refused(text: "time,a\n1,2\n2,\n", message: "line 3: 'a' is empty", style: .float32),
        Refused(text: "time,a\n1,1e39\n", message: "line 2: 'a' is too large for float32", style: .float32),
    ]

    @Test("[simulation-32] refuses what cannot be sent, with its line and what would help", arguments: refused)
    func refuses(_ case: Refused) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(`case`.text, to: "file.csv")
        let plan = try ReplayPlan(
            path: path,
            topic: TopicTemplate(`case`.topic),
            style: `case`.style,
            time: `case`.time
        )
        let error = #expect(throws: LabError.self) { try Replay(plan, speed: .times(1)) }
        #expect(error?.message.contains(`case`.message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains(path) == true)
    }

    @Test("[simulation-32] a file that is not there is told")
    func absent() throws {
        let plan = try ReplayPlan(path: "/no/such.csv", topic: TopicTemplate("t"), style: .number)
        let error = #expect(throws: LabError.self) { try Replay(plan, speed: .maximum) }
        #expect(error?.message.contains("/no/such.csv cannot be read") == true)
    }

    @Test("[simulation-32] without times an interval or the highest speed will do")
    func withoutTimes() throws {
        let folder = try TemporaryFolder()
        var plan = try ReplayPlan(
            path: folder.write("a\n1\n2\n", to: "file.csv"),
            topic: TopicTemplate("t"),
            style: .number
        )
        #expect(try Replay(plan, speed: .maximum).rows == 2)
        plan.interval = 1_000_000
        #expect(try Replay(plan, speed: .times(1)).fields == ["a"])
    }
}
