import OpenInference
import Testing

@testable import Edge

private func read(_ json: String) -> NodeCommand { unsafe NodeCommand(Array(json.utf8).span.bytes) }

@Suite("Commands to a node")
struct NodeCommandTests {
    @Test(
        "are read: [command-20]",
        arguments: [
            (
                #"{"v":1,"cmd":"rollback","model":"press"}"#,
                NodeCommand.Content.control(.rollback(Name(fitting: "press")))
            ),
            (#"{"v":1,"cmd":"confirm","model":"press","x":{}}"#, .control(.confirm(Name(fitting: "press")))),
            (#"{"v":1,"cmd":"reload"}"#, .reload), (#"{"v":1,"cmd":"birth","model":null}"#, .birth),
        ]
    )
    func content(json: String, expected: NodeCommand.Content) {
        #expect(read(json).content == .success(expected))
    }

    @Test("keep their id and their reply topic, even where the rest is wrong")
    func envelope() {
        let command = read(#"{"v":1,"id":"c-1","reply_to":"clients/a","cmd":"fly"}"#)
        #expect(command.id == "c-1" && command.replyTo == "clients/a")
        #expect(throws: InferError.self) { try command.content.get() }
        let torn = read(#"{"v":1,"id":"c-1","reply_to":"clients/a","cmd":"birth""#)
        #expect(torn.id == "c-1" && torn.replyTo == "clients/a")
        #expect(throws: InferError.self) { try torn.content.get() }
    }

    @Test(
        "are refused where something is wrong, which is said: [command-20]",
        arguments: [
            (#"{"v":1}"#, "'cmd' is missing, expected rollback, confirm, reload or birth"),
            (#"{"v":1,"cmd":"fly"}"#, "'cmd' is 'fly', expected rollback"),
            (#"{"v":1,"cmd":7}"#, "'cmd' is a number"), (#"{"cmd":"birth"}"#, "'v' is missing"),
            (#"{"v":1,"cmd":"rollback"}"#, "'model' is missing"),
            (#"{"v":1,"cmd":"confirm","model":"a/b"}"#, "'model' is no name"),
            (#"{"v":1,"cmd":"birth","id":"a b"}"#, "'id' is no id"), ("rollback", "beginning of a command"),
        ]
    )
    func refused(json: String, says: String) {
        let error = #expect(throws: InferError.self) { try read(json).content.get() }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }
}
