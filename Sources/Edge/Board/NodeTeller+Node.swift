import MQTT
import Monitoring
import OpenInference

/// What the node as a whole does.
extension NodeTeller {
    func requests() -> RequestSection {
        let counters = rooms.node.counters
        var section = RequestSection()
        let (visits, answered) = (counters.visits, counters.visitsAnswered)
        section.mqtt = RequestSection.Flow(received: counters.received - visits, answered: counters.answered - answered)
        if isOpen { section.http = RequestSection.Flow(received: visits, answered: answered) }
        section.queue = rooms.node.waiting
        section.expired = counters.expired
        section.answersLost = counters.answersLost
        section.ignored = counters.ignored
        section.setAside = counters.setAside
        section.suspects = counters.suspects
        section.responseTopicRefused = counters.responseTopicRefused
        section.errors = Dictionary(uniqueKeysWithValues: counters.errors.map { ($0.key.rawValue, $0.value) })
        return section
    }

    func outbox() -> OutboxSection {
        let report = rooms.outbox.report
        var section = OutboxSection()
        section.messages = report.messages
        section.bytes = report.bytes
        section.oldestSeconds = report.oldestS
        section.dropped = report.dropped
        section.refused = report.refused
        section.failure = report.failure
        if !(rooms.uplink ?? rooms.publisher).isUp { section.waitingFor = "broker" }
        return section
    }

    func connections() -> ConnectionSection {
        let broker = rooms.node.settings.broker
        var section = ConnectionSection()
        section.main = link(rooms.publisher, "\(broker.host):\(broker.port)", lanes.all)
        section.uplink = rooms.uplink.map { link($0, uplinkName ?? "", []) }
        section.reconnects =
            rooms.publisher.reconnects + (rooms.uplink?.reconnects ?? 0) + lanes.all.reduce(0) { $0 + $1.reconnects }
        section.inFlight = rooms.outlet.unconfirmedCount
        section.lanes = lanes.wanted.count
        section.lanesReady = lanes.wanted.count(where: \.isReady)
        return section
    }

    private func link(_ publisher: Publisher, _ broker: String, _ lanes: [Lane]) -> ConnectionSection.Link {
        var link = ConnectionSection.Link(broker: broker)
        link.isUp = publisher.isUp
        link.lastError = publisher.failure?.message ?? lanes.lazy.compactMap(\.failure).first?.message
        return link
    }

    /// Puts what is known of the whole node into the series, and the flow of messages into the state.
    func total(_ state: inout NodeState) {
        let counters = rooms.node.counters
        let running = rooms.bindings.running
        let windows = state.models.reduce(0) { $0 + $1.windows }
        let errors = counters.errors.values.reduce(0, +) + state.bindings.reduce(0) { $0 + $1.errors + $1.rejected }
        let predictions = state.bindings.reduce(0) { $0 + $1.predictions }
        let events = state.bindings.reduce(0) { $0 + $1.opened + $1.closed }
        meter.put("requests_mqtt", meter.rate("requests_mqtt", state.requests.mqtt.received))
        if let http = state.requests.http {
            meter.put("requests_http", meter.rate("requests_http", http.received))
        }
        meter.put("readings", meter.rate("readings", state.bindings.reduce(0) { $0 + $1.readings }))
        meter.put("windows", meter.rate("windows", windows))
        meter.put("predictions", meter.rate("predictions", predictions))
        meter.put("errors", meter.rate("errors", errors))
        let received = state.requests.mqtt.received + counters.ignored + running.reduce(0) { $0 + $1.messages }
        let incoming = meter.rate("mqtt_in", received)
        let outgoing = meter.rate("mqtt_out", state.requests.mqtt.answered + predictions + events)
        state.mqtt.inPerSecond = incoming ?? 0
        state.mqtt.outPerSecond = outgoing ?? 0
        meter.put("mqtt_in", incoming)
        meter.put("mqtt_out", outgoing)
        meter.put("inflight", Double(state.mqtt.inFlight))
        meter.put("queue", Double(state.requests.queue))
        meter.put("outbox_messages", Double(state.outbox.messages))
        meter.put("outbox_bytes", Double(state.outbox.bytes))
        meter.put("outbox_dropped", meter.rate("outbox_dropped", state.outbox.dropped))
        meter.put("anomalies_open", Double(state.bindings.reduce(0) { $0 + $1.anomaliesOpen }))
        let drifting = state.drift.reduce(0) { $0 + $1.features.count { $0.state == "drift" } }
        meter.put("drifting_features", Double(drifting))
        for (name, quantile) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            meter.put("latency_\(name)_ms", recentLatency?.quantile(quantile).map { Double($0) / 1000 })
        }
        for (name, quantile) in [("p50", 0.5), ("p99", 0.99)] {
            meter.put("run_\(name)_ms", recentRuns?.quantile(quantile).map { Double($0) / 1000 })
        }
        meter.put("latency_queue_ms", recentParts.mean(\.waiting))
        meter.put("latency_coding_ms", recentParts.mean(\.coding))
        meter.put("latency_run_ms", recentParts.mean(\.running))
    }
}
