import OpenInference
import Recipes

extension SettingsDecoder {
    /// Reads all settings; they are usable when no problem was noted.
    mutating func settings() -> Settings {
        let node = node()
        let prefix = value(.prefix, .prefix, default: .standard)
        let instance = optional(.instance, .name)
        let models = models()
        let broker = broker(.broker)
        let uplink = uplink()
        let dataDirectory = dataDirectory()
        let updates = updates(dataDirectory: dataDirectory)
        return Settings(
            node: node,
            instance: instance,
            prefix: prefix,
            dataDirectory: dataDirectory,
            broker: broker,
            uplink: uplink,
            outbox: outbox(),
            requests: requests(node: node, prefix: prefix),
            limits: limits(),
            inference: inference(),
            models: models,
            updates: updates,
            bindings: bindings(
                BindingSurroundings(node: node, instance: instance, prefix: prefix, models: models)
            ),
            drift: drift(),
            retrain: retrain(updates),
            api: api(),
            events: events(uplink ?? broker),
            stateInterval: value(.stateInterval, .duration(.seconds(1)...hours(24)), default: .seconds(30)),
            healthInterval: value(.healthInterval, .duration(.seconds(1)...hours(24)), default: .seconds(30)),
            log: Settings.LogOptions(
                level: value(.logLevel, .choice(), default: .info),
                format: value(.logFormat, .choice(), default: .text)
            )
        )
    }

    /// The thing's name where Greengrass has left its variable unreplaced, else the host's.
    private mutating func node() -> Name {
        let unresolved = "{iot:thingName}"
        let isAbsent =
            switch tree.value(at: RuntimeKey.node.path)?.content {
            case nil, .null: true
            case .scalar(let scalar): scalar.text == unresolved
            default: false
            }
        if !isAbsent, let found = located(.node, .name) { return found.value }
        let variable = "AWS_IOT_THING_NAME"
        if isAbsent, let thing = sources.environment[variable], !thing.isEmpty {
            if let name = Name(thing) {
                show(.node, ValueRule<Name>.name.write(name), variable)
                return name
            }
            let quoted = ConfigurationScalar(thing).quoted
            note(.variable(variable), "node is \(quoted); expected \(Name.expectation); set node to a name that fits")
        }
        let name = Name(fitting: sources.surroundings.hostName)
        show(.node, ValueRule<Name>.name.write(name), "\(EffectiveValue.byDefault) (host name)")
        return name
    }

    private mutating func dataDirectory() -> String {
        if let found = path(.dataDirectory) { return found.value }
        let (path, source) = defaultDataDirectory()
        show(.dataDirectory, YAMLText(path).description, source)
        return path
    }

    private mutating func defaultDataDirectory() -> (path: String, source: String) {
        let environment = sources.environment
        if let data = environment["MARRAM_DATA"], !data.isEmpty {
            return (absolute(data, at: .variable("MARRAM_DATA")), "MARRAM_DATA")
        }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return (absolute("\(state)/marram", at: .variable("XDG_STATE_HOME")), "XDG_STATE_HOME")
        }
        if sources.surroundings.isRoot { return ("/var/lib/marram", EffectiveValue.byDefault) }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return (absolute("\(home)/.local/state/marram", at: .variable("HOME")), EffectiveValue.byDefault)
        }
        if tree.value(at: RuntimeKey.dataDirectory.path).map(\.isNull) ?? true {
            note(.source("data_dir"), "there is no home folder to keep it in; set data_dir or MARRAM_DATA")
        }
        return ("/var/lib/marram", EffectiveValue.byDefault)
    }

    private mutating func events(_ broker: Settings.Broker) -> Settings.Events {
        let mode = value(.eventsMode, .choice(), default: Settings.Events.Mode.structured)
        if mode == .binary, broker.protocolVersion == .v311 {
            note(
                origin(RuntimeKey.eventsMode.rawValue),
                "events.mode is binary, which needs the properties of MQTT 5, but 3.1.1 is configured; "
                    + "use structured, or protocol 5"
            )
        }
        return Settings.Events(mode: mode)
    }

    private mutating func outbox() -> Settings.Outbox {
        Settings.Outbox(
            maxBytes: value(.outboxBytes, .size((1 << 20)...(1 << 40)), default: 256 << 20),
            maxAge: value(.outboxAge, .duration(.seconds(60)...hours(24 * 366)), default: hours(24 * 7)),
            rate: value(.outboxRate, .count(1...1_000_000), default: 1000)
        )
    }

    private mutating func limits() -> Settings.Limits {
        Settings.Limits(
            mqttPayload: value(.limitsPayload, .size(1024...(256 << 20) - 1), default: 128 << 10),
            elements: value(.limitsElements, .count(1...1_000_000_000), default: 16_000_000),
            jsonDepth: value(.limitsDepth, .whole(4...128), default: 32),
            queue: value(.limitsQueue, .count(1...1_000_000), default: 1024),
            keysPerBinding: value(.limitsKeys, .count(1...1_000_000), default: 10000),
            httpBody: value(.limitsBody, .size(1024...(1 << 30)), default: 16 << 20),
            connections: value(.limitsConnections, .count(8...100_000), default: 1024),
            streams: value(.limitsStreams, .count(0...100_000), default: 64)
        )
    }

    private mutating func inference() -> Settings.InferenceOptions {
        Settings.InferenceOptions(
            library: library(),
            intraThreads: value(.inferenceThreads, .auto(or: .whole(1...256)), default: nil),
            maxBatch: value(.inferenceMaxBatch, .auto(or: .whole(1...4096)), default: nil),
            warmUp: value(.inferenceWarmUp, .whole(0...1000), default: 1),
            nonFinite: value(.inferenceNonFinite, .choice(), default: .error),
            probeMemory: value(.inferenceProbeMemory, .size((128 << 20)...(1 << 40)), default: 1 << 30),
            probeTimeout: value(.inferenceProbeTimeout, .duration(.seconds(1)...hours(1)), default: .seconds(60))
        )
    }

    /// A name without `/` is left to the system's search.
    private mutating func library() -> String? {
        guard let name = optional(.inferenceLibrary, .path) else { return nil }
        return name.contains("/") ? path(.inferenceLibrary)?.value : name
    }

    func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
}
