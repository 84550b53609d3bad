import Lab
import MQTT
import Testing

@Suite struct TopicTemplateTests {
    @Test("[simulation-20] puts values in the places of names")
    func fills() throws {
        let template = try TopicTemplate("plant/{site}/{kind}-{device}/{site}")
        #expect(template.names == ["site", "kind", "device"])
        #expect(
            try template.topic(["site": "hall 1", "kind": "press", "device": "p1"]).description
                == "plant/hall 1/press-p1/hall 1"
        )
        #expect(try TopicTemplate("a/b").topic([:]).description == "a/b")
    }

    @Test("[simulation-20] refuses what makes no topic", arguments: ["", "a/+/b", "a/#", "a/{b", "a/{}", "a/{b{c}}"])
    func refuses(text: String) {
        #expect(throws: LabError.self) { try TopicTemplate(text) }
    }

    @Test("[simulation-33] refuses cells that cannot stand in a topic", arguments: ["", "a/b", "+", "a#", "\0"])
    func cells(text: String) throws {
        let template = try TopicTemplate("a/{b}/c")
        let error = #expect(throws: LabError.self) { try template.topic(["b": text]) }
        #expect(error?.message.contains("for {b} cannot stand in a topic") == true)
    }

    @Test("[simulation-20] names the places there are when one is not")
    func absent() throws {
        let template = try TopicTemplate("a/{x}")
        let error = #expect(throws: LabError.self) { try template.topic(["site": "s", "kind": "k"]) }
        #expect(error?.message.contains("there is no 'x'; there are kind, site") == true)
    }
}
