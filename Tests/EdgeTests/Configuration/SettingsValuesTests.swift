import Edge
import Recipes
import OpenInference
import Testing

@Suite("Values of settings")
struct SettingsValuesTests {
    @Test("are read [config-10]")
    func values() throws {
        let json = """
            {"node": "n1", "instance": "a", "prefix": "plant/hall_2/x.y/z", "data_dir": "/./data//d/",
             "broker": {"host": "::1", "port": "8884.0", "protocol": 4.0, "username": "u", "tls": {"alpn": "x-amzn-mqtt-ca"},
                        "keep_alive": "18h", "session_expiry": "7d", "connect_timeout": "500ms"},
             "requests": {"enabled": "False", "qos": "0", "burst": 1.024E3, "acknowledge": "on_receipt", "response_allow": ["a/+/{node}"]},
             "limits": {"mqtt_payload": "1MB", "elements": 1.6E7, "json_depth": 128.0, "queue": "16k"},
             "inference": {"library": "libonnxruntime.so.1", "intra_threads": 2, "max_batch": "8", "warm_up": 0, "non_finite": "as_null"},
             "models": [{"name": "m", "path": "m.onnx"}], "health_interval": "1500ms", "log": {"level": "ERROR", "format": "json"}}
            """
        let settings = try Settings.load(from: SettingsSamples.sources(json: json)).settings
        #expect(settings.node.description == "n1")
        #expect(settings.instance?.description == "a")
        #expect(settings.prefix.levels.map(\.description) == ["plant", "hall_2", "x.y", "z"])
        #expect(settings.dataDirectory == "/data/d")
        #expect(settings.broker.host == "::1")
        #expect(settings.broker.port == 8884)
        #expect(settings.broker.protocolVersion == .v311)
        #expect(settings.broker.username == "u")
        #expect(settings.broker.tls?.alpn == "x-amzn-mqtt-ca")
        #expect(settings.broker.keepAlive == .seconds(64800))
        #expect(settings.broker.sessionExpiry == .seconds(7 * 86400))
        #expect(settings.broker.connectTimeout == .milliseconds(500))
        #expect(!settings.requests.enabled)
        #expect(settings.requests.qos == 0)
        #expect(settings.requests.burst == 1024)
        #expect(settings.requests.acknowledge == .onReceipt)
        #expect(settings.requests.responseAllow == ["a/+/n1"])
        #expect(settings.limits.mqttPayload == 1_000_000)
        #expect(settings.limits.elements == 16_000_000)
        #expect(settings.limits.jsonDepth == 128)
        #expect(settings.limits.queue == 16000)
        #expect(settings.inference.library == "libonnxruntime.so.1")
        #expect(settings.inference.intraThreads == 2)
        #expect(settings.inference.maxBatch == 8)
        #expect(settings.inference.warmUp == 0)
        #expect(settings.inference.nonFinite == .null)
        #expect(settings.models.first?.path == "/cwd/m.onnx")
        #expect(settings.healthInterval == .milliseconds(1500))
        #expect(settings.log.level == .error)
        #expect(settings.log.format == .json)
    }

    @Test(
        "take sizes in all units [config-10]",
        arguments: [
            ("1024", 1024), ("2048B", 2048), ("1KiB", 1024), ("2 kib", 2048), ("3MiB", 3 << 20), ("2kB", 2000),
            ("1MB", 1_000_000),
            ("268435455", 268_435_455), ("2048.0", 2048),
        ]
    )
    func sizes(text: String, expected: Int) throws {
        let json = "{\"limits\": {\"mqtt_payload\": \"\(text)\"}}"
        #expect(try Settings.load(from: SettingsSamples.sources(json: json)).settings.limits.mqttPayload == expected)
    }

    @Test(
        "take the protocol as people write it",
        arguments: [("5", "5"), ("5.0", "5"), ("4", "3.1.1"), ("3.1.1", "3.1.1")]
    )
    func protocols(text: String, expected: String) throws {
        for value in [text, "\"\(text)\""] {
            let sources = SettingsSamples.sources(file: "broker: {protocol: \(value)}")
            #expect(try Settings.load(from: sources).settings.broker.protocolVersion.rawValue == expected)
        }
    }

    static let name = "1 to 64 of A-Z a-z 0-9 _ . -"
    static let seconds = "a duration in whole seconds such as 5s, 2m, 1h or 7d, from"
    static let duration = "a duration such as 500ms, 5s, 2m, 1h or 7d, from"
    static let filter = "a topic filter that does not begin with '$'"
    static let bad: [(key: String, values: [String], expectation: String)] = [
        (
            "node",
            ["a b", "a/b", "''", "größe", "a+", "'#'", "{iot:thingName}", "[a]", String(repeating: "a", count: 65)],
            name
        ),
        ("instance", ["a b", "''"], name),
        ("prefix", ["/a", "a/", "a//b", "a/b/c/d/e", "a/+", "''"], "1 to 4 levels between '/', each \(name)"),
        ("data_dir", ["''", "\"a\\0b\"", "[a]"], "a path of at most 4095 bytes without control characters"),
        (
            "broker.host", ["mqtt://h", "h:1883", "u@h", "a b", "''", "a/b", "'[::1]'", "{a: b}"],
            "a host name or an address, without scheme, port or user"
        ),
        (
            "broker.port",
            ["abc", "0", "65536", "-1", "1.5", "1e9", "nan", "0x10", "true", "99999999999999999999", "+5", "'1 '"],
            "a whole number from 1 to 65535"
        ),
        ("broker.protocol", ["3", "6", "3.1", "mqtt", "5.5"], "5 or 3.1.1"),
        ("broker.username", ["''", "\"a\\nb\"", "[a]"], "1 to 65535 bytes of text without control characters"),
        ("broker.tls", ["true", "[a]"], "a mapping with ca, certificate, key, alpn"),
        ("broker.tls.alpn", ["''"], "1 to 255 bytes of text without control characters"),
        (
            "broker.keep_alive", ["60", "4s", "19h", "5500ms", "-5s", "s", "1.5m", "1h30m", "+6s"],
            "\(seconds) 5s to 18h"
        ),
        (
            "broker.session_expiry", ["0s", "49711d", "never", "99999999999999999999d", "9223372036854775807d"],
            "\(seconds) 1s to 49710d"
        ),
        ("broker.connect_timeout", ["99ms", "61m", "10"], "\(duration) 100ms to 1h"),
        ("requests.enabled", ["maybe", "1", "[true]"], "true or false"),
        ("requests.qos", ["2", "-1", "x"], "a whole number from 0 to 1"),
        ("requests.burst", ["0", "1025"], "a whole number from 1 to 1024"),
        ("requests.acknowledge", ["later", "afterAnswer"], "after_answer or on_receipt"),
        ("requests.response_allow", ["a", "{a: b}"], "a list of topic filters"),
        (
            "limits.mqtt_payload", ["1023", "256MiB", "1GiB", "1XB", "MB", "1.5KiB", "-1", "999999999999999999GiB"],
            "a size such as 128KiB, 1MB or 512, from 1KiB to 268435455"
        ),
        ("limits.elements", ["0", "2G", "1T", "M", "16MB"], "a count such as 16M, 16k or 512, from 1 to 1G"),
        ("limits.json_depth", ["3", "129"], "a whole number from 4 to 128"),
        ("limits.queue", ["0", "1000001"], "a count such as 16M, 16k or 512, from 1 to 1M"),
        ("limits.http_body", ["1023", "2GiB"], "a size such as 128KiB, 1MB or 512, from 1KiB to 1GiB"),
        ("limits.connections", ["7", "100001"], "a count such as 16M, 16k or 512, from 8 to 100k"),
        ("limits.streams", ["-1", "100001"], "a count such as 16M, 16k or 512, from 0 to 100k"),
        ("api.enabled", ["maybe"], "true or false"),
        ("api.host", ["''", "http://h", "h:80"], "a host name or an address, without scheme, port or user"),
        ("api.port", ["-1", "65536"], "a whole number from 0 to 65535"),
        ("api.also", ["7040", "{a: b}"], "a list of ports"),
        ("inference.library", ["''"], "a path of at most 4095 bytes without control characters"),
        ("inference.intra_threads", ["0", "257", "many"], "auto or a whole number from 1 to 256"),
        ("inference.max_batch", ["0", "4097"], "auto or a whole number from 1 to 4096"),
        ("inference.warm_up", ["-1", "1001"], "a whole number from 0 to 1000"),
        ("inference.non_finite", ["nan", "''"], "error or as_null"),
        ("inference.probe_memory", ["127MiB", "2048GiB"], "a size such as 128KiB, 1MB or 512, from 128MiB to 1024GiB"),
        ("inference.probe_timeout", ["0s", "61m", "60"], "\(duration) 1s to 1h"),
        ("updates.enabled", ["maybe"], "true or false"),
        ("updates.keep", ["1", "101"], "a whole number from 2 to 100"),
        ("updates.quota", ["1023KiB"], "a size such as 128KiB, 1MB or 512, from 1MiB to 1024GiB"),
        ("updates.shadow", ["-1s", "8d", "0"], "\(duration) 0s to 7d"),
        ("updates.hardware", ["''"], "1 to 128 bytes of text without control characters"),
        ("updates.untrusted_clock", ["ignore"], "warn or refuse"),
        ("updates.sources", ["https", "{a: b}"], "a list of beginnings of URLs"),
        (
            "updates.proxy", ["http", "ftp://p", "http://", "'http://p/?a'", "'http://p q'"],
            "environment, none, or a URL such as http://proxy.example.com:3128"
        ),
        ("updates.tls", ["true"], "a mapping with ca, certificate, key"),
        (
            "updates.s3.endpoint", ["minio:9000", "s3://a", "http://u@h", "'http://h/#a'"],
            "a URL such as https://mlflow.example.com:5000, without user, query or fragment"
        ),
        ("updates.s3.region", ["EU", "''", "eu_west"], "a region such as eu-west-1"),
        ("updates.s3.path_style", ["maybe"], "auto or true or false"),
        ("models", ["iris", "{name: a}"], "a list of mappings with name and path"),
        ("health_interval", ["30", "999ms", "25h"], "\(duration) 1s to 1d"),
        ("log.level", ["verbose", "''"], "trace, debug, info, notice, warning or error"),
        ("log.format", ["xml"], "text or json"),
    ]

    @Test("that are wrong are refused with place, finding and expectation [config-2] [config-10]", arguments: bad)
    func refuses(key: String, values: [String], expectation: String) throws {
        for value in values {
            let path = key.split(separator: ".")
            let indented = path.enumerated().map { String(repeating: "  ", count: $0.offset) + $0.element + ":" }
            let problems = SettingsSamples.problems(
                SettingsSamples.sources(file: indented.joined(separator: "\n") + " " + value)
            )
            try #require(problems.count == 1, "\(key): \(value): \(problems)")
            let last = try #require(indented.last)
            #expect(
                problems[0].hasPrefix("gg-config.yml:\(5 + path.count):\(last.count + 10): \(key) is "),
                "\(problems)"
            )
            #expect(problems[0].hasSuffix("; expected \(expectation)"), "\(problems)")
        }
    }

    @Test(
        "of response_allow are topic filters [config-21]",
        arguments: [
            "''", "a/#/b", "a#", "a+/b", "$SYS/#", "$share/g/a", "'{node'", "'a/{iot:thingName}'", "'{prefix}/a'",
            "[a]",
            "\"a\\u0000\"",
        ]
    )
    func filters(value: String) throws {
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(file: "requests:\n  response_allow:\n    - ok\n    - \(value)")
        )
        try #require(problems.count == 1)
        #expect(problems[0].hasPrefix("gg-config.yml:9:15: requests.response_allow[1] is "), "\(problems)")
        #expect(problems[0].contains("expected \(Self.filter)"))
    }

    @Test("of response_allow that allow everything give a warning [config-21]")
    func openFilter() throws {
        let loaded = try Settings.load(from: SettingsSamples.sources(file: "requests: {response_allow: ['#']}"))
        #expect(loaded.settings.requests.responseAllow == ["#"])
        #expect(loaded.warnings.count == 1)
        #expect(loaded.warnings.first?.hasPrefix("gg-config.yml:6:37: requests.response_allow has '#'") == true)
    }

    @Test("default response_allow follows node and prefix [config-21]")
    func defaultFilters() throws {
        let settings = try Settings.load(from: SettingsSamples.sources(file: "node: n1\nprefix: plant")).settings
        #expect(settings.requests.responseAllow == ["clients/#", "plant/n1/reply/#"])
    }
}
