extension NodeState {
    /// All metrics of the node, as Prometheus reads them.
    package var metrics: String {
        var page = Exposition()
        writeProcess(to: &page)
        writeNode(to: &page)
        writeRequests(to: &page)
        writeModels(to: &page)
        writeCandidates(to: &page)
        writeConnections(to: &page)
        writeOutbox(to: &page)
        writeBindings(to: &page)
        writeDrift(to: &page)
        return page.text
    }

    private func writeProcess(to page: inout Exposition) {
        page.write(.cpuSeconds, system.processSeconds)
        page.write(.residentBytes, system.residentBytes)
        page.write(.virtualBytes, system.virtualBytes)
        page.write(.openFiles, system.openFiles)
        page.write(.mostFiles, system.mostFiles)
        page.write(.processStart, system.processStart)
    }

    private func writeNode(to page: inout Exposition) {
        let labels = [node.name, node.instance ?? "", node.version, node.runtime, node.arch]
        page.write(.info, [(labels, 1)])
        page.write(.online, node.status == "online" ? 1 : 0)
        page.write(.unsigned, node.isUnsigned ? 1 : 0)
        page.write(.updateTrouble, node.trouble == nil ? 0 : 1)
        page.write(.memoryAvailable, system.memoryAvailable)
        page.write(.diskFree, system.diskFree)
        page.write(.load, system.load.first)
        page.write(.temperature, system.temperature)
        page.write(.streams, system.streams)
        page.write(.streamsLimit, system.streamsLimit)
        page.write(.eventsDropped, system.eventsDropped)
    }

    private func writeRequests(to page: inout Exposition) {
        let flows = [("mqtt", requests.mqtt)] + (requests.http.map { [("http", $0)] } ?? [])
        page.write(.received, flows.map { ([$0.0], Double($0.1.received)) })
        page.write(.answered, flows.map { ([$0.0], Double($0.1.answered)) })
        page.write(.requestErrors, requests.errors.sorted { $0.key < $1.key }.map { ([$0.key], Double($0.value)) })
        page.write(.expired, requests.expired)
        page.write(.answersLost, requests.answersLost)
        page.write(.ignored, requests.ignored)
        page.write(.setAside, requests.setAside)
        page.write(.suspects, requests.suspects)
        page.write(.topicsRefused, requests.responseTopicRefused)
        page.write(.queue, requests.queue)
    }

    private func writeModels(to page: inout Exposition) {
        func write(_ metric: Metric, _ value: (ModelSection) -> Int?) {
            page.write(metric, models.compactMap { one in value(one).map { ([one.name, one.version], Double($0)) } })
        }
        write(.modelReady) { $0.isReady ? 1 : 0 }
        write(.modelRequests) { $0.requests }
        write(.modelWindows) { $0.windows }
        write(.modelErrors) { $0.errors }
        write(.modelFaults) { $0.faults }
        write(.modelRuns) { $0.runs }
        page.write(.batchSize, sizes: models.map { ([$0.name, $0.version], $0.batchSizes, $0.joined) })
        write(.batchLimit) { $0.batchLimit }
        write(.modelQueue) { $0.queue }
        page.write(.latency, histograms: models.map { ([$0.name, $0.version], $0.latencies) })
        page.write(.runTime, histograms: models.map { ([$0.name, $0.version], $0.runTimes) })
    }

    private func writeCandidates(to page: inout Exposition) {
        let candidates = models.compactMap { model in model.candidate.map { (model.name, $0) } }
        page.write(
            .candidatePhase,
            candidates.map { ([$0.0, $0.1.version ?? "", $0.1.phase ?? ""], 1) }
        )
        func write(_ metric: Metric, _ value: (CandidateSection) -> Double?) {
            page.write(metric, candidates.compactMap { name, one in value(one).map { ([name], $0) } })
        }
        write(.shadowCompared) { $0.compared.map(Double.init) }
        write(.shadowAgreed) { $0.agreed.map(Double.init) }
        write(.shadowFailed) { $0.failed.map(Double.init) }
        write(.trialShare) { $0.sharePercent.map { Double($0) / 100 } }
        write(.trialErrors) { $0.errors.map(Double.init) }
        page.write(.updates, updates.ended.sorted { $0.key < $1.key }.map { ([$0.key], Double($0.value)) })
        page.write(.updatesRunning, candidates.count)
    }

    private func writeConnections(to page: inout Exposition) {
        var links: [(labels: [String], value: Double)] = [(["broker"], mqtt.main.isUp ? 1 : 0)]
        if let uplink = mqtt.uplink { links.append((["uplink"], uplink.isUp ? 1 : 0)) }
        page.write(.connected, links)
        page.write(.reconnects, mqtt.reconnects)
        page.write(.inFlight, mqtt.inFlight)
        page.write(.lanes, mqtt.lanes)
        page.write(.lanesReady, mqtt.lanesReady)
    }

    private func writeOutbox(to page: inout Exposition) {
        page.write(.outboxMessages, outbox.messages)
        page.write(.outboxBytes, outbox.bytes)
        page.write(.outboxOldest, outbox.oldestSeconds)
        page.write(.outboxDropped, outbox.dropped)
        page.write(.outboxRefused, outbox.refused)
        page.write(.outboxFailing, outbox.failure == nil ? 0 : 1)
    }

    private func writeBindings(to page: inout Exposition) {
        func write(_ metric: Metric, _ value: (BindingSection) -> Int) {
            page.write(metric, bindings.map { ([$0.name], Double(value($0))) })
        }
        write(.bindingRunning) { $0.reason == nil ? 1 : 0 }
        write(.bindingStale) { $0.isStale ? 1 : 0 }
        write(.readings) { $0.readings }
        write(.rejected) { $0.rejected }
        write(.skipped) { $0.skipped }
        write(.late) { $0.late }
        write(.duplicates) { $0.duplicates }
        write(.evicted) { $0.evicted }
        write(.droppedWindows) { $0.dropped }
        write(.restarts) { $0.restarts }
        write(.windows) { $0.windows }
        write(.bindingErrors) { $0.errors }
        write(.predictions) { $0.predictions }
        write(.bindingQueue) { $0.queue }
        write(.keys) { $0.keys }
        write(.anomaliesOpened) { $0.opened }
        write(.anomaliesClosed) { $0.closed }
        write(.anomaliesOpen) { $0.anomaliesOpen }
    }

    private func writeDrift(to page: inout Exposition) {
        let watched = drift.filter { $0.state != "off" }
        let features = watched.flatMap { binding in binding.features.map { (binding.binding, $0) } }
        let order = ["normal", "warning", "drift", "cooldown"]
        page.write(
            .driftState,
            features.compactMap { binding, feature in
                order.firstIndex(of: feature.state).map { ([binding, feature.feature], Double($0)) }
            }
        )
        page.write(
            .driftStatistic,
            features.flatMap { binding, feature in
                feature.statistics.compactMap { one in one.value.map { ([binding, feature.feature, one.name], $0) } }
            }
        )
        page.write(
            .driftFeatures,
            watched.map { ([$0.binding], Double($0.features.count { $0.state == "drift" })) }
        )
        page.write(.violations, watched.map { ([$0.binding], Double($0.violations)) })
    }
}

extension ModelSection {
    /// Requests and windows of all runs.
    fileprivate var joined: Int { batchMean.map { Int(($0 * Double(runs)).rounded()) } ?? 0 }
}

extension Exposition {
    /// Writes runs by the number joined: the names of sizes are upper bounds, `more` is beyond all of them.
    fileprivate mutating func write(_ metric: Metric, sizes: [(labels: [String], runs: [String: Int], joined: Int)]) {
        let bounds = [1, 2, 4, 8, 16, 32, 64]
        let values = sizes.map { size in
            var seen = 0
            let cumulative = bounds.map { bound in
                seen += size.runs["\(bound)"] ?? 0
                return seen
            }
            return (size.labels, cumulative, size.joined, seen + (size.runs["more"] ?? 0))
        }
        write(metric, bounds: bounds.map(Double.init), values)
    }
}
