import Edge
import Recipes
import OpenInference
import Testing

@Suite("Default settings")
struct SettingsDefaultsTests {
    @Test("are those of the specification [config-18]")
    func defaults() throws {
        let loaded = try Settings.load(from: SettingsSamples.sources())
        let settings = loaded.settings
        #expect(loaded.warnings == [])
        #expect(settings.node.description == "host-1")
        #expect(settings.instance == nil)
        #expect(settings.prefix.description == "marram/v1")
        #expect(settings.dataDirectory == "/home/m/.local/state/marram")
        #expect(settings.broker.host == "127.0.0.1")
        #expect(settings.broker.port == 1883)
        #expect(settings.broker.protocolVersion == .v5)
        #expect(settings.broker.username == nil)
        #expect(settings.broker.passwordFile == nil)
        #expect(settings.broker.tls == nil)
        #expect(settings.broker.keepAlive == .seconds(60))
        #expect(settings.broker.sessionExpiry == .seconds(3600))
        #expect(settings.broker.connectTimeout == .seconds(10))
        #expect(settings.requests.enabled)
        #expect(settings.requests.qos == 1)
        #expect(settings.requests.burst == 64)
        #expect(settings.requests.acknowledge == .afterAnswer)
        #expect(settings.requests.responseAllow == ["clients/#", "marram/v1/host-1/reply/#"])
        #expect(settings.limits.mqttPayload == 131072)
        #expect(settings.limits.elements == 16_000_000)
        #expect(settings.limits.jsonDepth == 32)
        #expect(settings.limits.queue == 1024)
        #expect(settings.inference.library == nil)
        #expect(settings.inference.intraThreads == nil)
        #expect(settings.inference.maxBatch == nil)
        #expect(settings.inference.warmUp == 1)
        #expect(settings.inference.nonFinite == .error)
        #expect(settings.models.isEmpty)
        #expect(settings.healthInterval == .seconds(30))
        #expect(settings.log.level == .info)
        #expect(settings.log.format == .text)
    }

    @Test(
        "take the node's name from the thing or the host [config-13]",
        arguments: [
            ("", ["AWS_IOT_THING_NAME": "thing-7"], "thing-7"),
            ("node: '{iot:thingName}'", ["AWS_IOT_THING_NAME": "thing-7"], "thing-7"),
            ("node: null", ["AWS_IOT_THING_NAME": ""], "host-1"), ("node: '{iot:thingName}'", [:], "host-1"),
            ("node: n1", ["AWS_IOT_THING_NAME": "thing-7"], "n1"), ("node: n1", ["AWS_IOT_THING_NAME": "a:b"], "n1"),
        ]
    )
    func node(file: String, environment: [String: String], expected: String) throws {
        let sources = SettingsSamples.sources(file: file.isEmpty ? "instance: null" : file, environment: environment)
        #expect(try Settings.load(from: sources).settings.node.description == expected)
    }

    @Test(
        "make a host's name fit [config-13]",
        arguments: [("größe.local", "gr----e.local"), ("", "node"), ("a b", "a-b")]
    )
    func hostName(host: String, expected: String) throws {
        let surroundings = Surroundings(hostName: host, currentDirectory: "/", isRoot: true)
        let settings = try Settings.load(from: ConfigurationSources(surroundings: surroundings)).settings
        #expect(settings.node.description == expected)
    }

    @Test("refuse a thing's name that is no name [config-13]")
    func badThing() {
        let problems = SettingsSamples.problems(SettingsSamples.sources(environment: ["AWS_IOT_THING_NAME": "a:b"]))
        #expect(
            problems == [
                "AWS_IOT_THING_NAME: node is 'a:b'; expected 1 to 64 of A-Z a-z 0-9 _ . -; set node to a name that fits"
            ]
        )
    }

    @Test(
        "keep data where the environment says [config-14]",
        arguments: [
            (["MARRAM_DATA": "/d", "XDG_STATE_HOME": "/x", "HOME": "/h"], true, "/d"),
            (["MARRAM_DATA": "d"], false, "/cwd/d"),
            (["XDG_STATE_HOME": "/x", "HOME": "/h"], true, "/x/marram"),
            (["XDG_STATE_HOME": "x", "HOME": "/h"], true, "/var/lib/marram"),
            (["HOME": "/h"], false, "/h/.local/state/marram"),
            (["MARRAM_DATA_DIR": "/k", "MARRAM_DATA": "/d"], false, "/k"),
        ]
    )
    func dataDirectory(environment: [String: String], isRoot: Bool, expected: String) throws {
        let surroundings = Surroundings(hostName: "h", currentDirectory: "/cwd", isRoot: isRoot)
        let sources = ConfigurationSources(environment: environment, surroundings: surroundings)
        #expect(try Settings.load(from: sources).settings.dataDirectory == expected)
    }

    @Test("need some place for data [config-14]")
    func nowhere() {
        let surroundings = Surroundings(hostName: "h", currentDirectory: "/", isRoot: false)
        #expect(
            SettingsSamples.problems(ConfigurationSources(surroundings: surroundings))
                == ["data_dir: there is no home folder to keep it in; set data_dir or MARRAM_DATA"]
        )
    }
}
