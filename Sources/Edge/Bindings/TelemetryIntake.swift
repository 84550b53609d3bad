import Anomaly
import MQTT
import OpenInference
import Telemetry

/// Where one binding's telemetry comes in: payloads become readings, and readings windows that wait for the model.
final class TelemetryIntake {
    let binding: HostedBinding
    /// Makes room in the binding's queue if that can be done at once.
    var relieve: (HostedFit) -> Void = { _ in }
    /// Most readings that one message has held.
    private(set) var mostReadings = 1

    private let judge: Judge
    private let clock: WallClock
    private let payloadLimit: Int
    private var decoder: TelemetryDecoder
    private var refusal: InferError?

    init(_ binding: HostedBinding, judge: Judge, clock: WallClock, limits: Settings.Limits) {
        self.binding = binding
        self.judge = judge
        self.clock = clock
        payloadLimit = limits.mqttPayload
        decoder = TelemetryDecoder(binding.settings.plan, maximumDepth: limits.jsonDepth)
    }

    /// Takes a message; `hold` gets a share for everything that comes of it.
    func take(topic: String, payload: RawSpan, hold: SharedHold?) {
        guard payload.byteCount <= payloadLimit else {
            let error = InferError(
                .tooLarge,
                "the payload has \(payload.byteCount) bytes, limits.mqtt_payload is \(payloadLimit); send fewer readings"
            )
            return reject(error, topic)
        }
        let arrival = clock.now()
        binding.messages += 1
        binding.lastArrival = arrival
        var readings = 0
        refusal = nil
        do throws(InferError) {
            try decoder.decode(payload, topic: topic) { reading in
                readings += 1
                accept(&reading, arrival: arrival, hold)
            }
        } catch {
            reject(error, topic)
        }
        if let refusal { reject(refusal, topic, count: 0) }
        mostReadings = max(mostReadings, readings)
    }

    // MARK: one reading

    private func accept(_ reading: inout Reading, arrival: Timestamp, _ hold: SharedHold?) {
        let place = place(of: reading.key)
        binding.statistics.readings += 1
        let order = binding.keys[place.slot].order
        guard let time = time(of: reading, arrival, place) else { return }
        binding.watch?.look(
            at: reading.values,
            of: reading.key,
            (place.slot, place.generation),
            at: time,
            arrival: arrival
        )
        guard complete(&reading, place), isFit(reading) else {
            // It does not stand in the way of another one of the same time.
            binding.keys[place.slot].order = order
            return
        }
        binding.change(place)
        binding.watch?.take(reading.values, slot: place.slot, at: time, arrival: arrival)
        binding.candidate?.watch?.take(reading.values, slot: place.slot, at: time, arrival: arrival)
        keep(reading.values, place, time, arrival)
        guard binding.keys[place.slot].window != nil else {
            let fit = binding.fit(of: place.slot)
            makeRoom(in: fit, for: hold)
            fit.queue.add(reading.values, step(.window, place, time, hold))
            return
        }
        add(reading, place, time, hold)
    }

    /// Has the row kept for retraining, where rows are.
    private func keep(
        _ values: [Double],
        _ place: KeyTable<KeyState>.Place,
        _ time: Timestamp,
        _ arrival: Timestamp
    ) {
        guard let rows = binding.rows else { return }
        rows.append(
            key: binding.keys[place.slot].json,
            arrival: arrival,
            time: time,
            values: values,
            isAnomalous: binding.keys[place.slot].monitor.episode != nil
        )
    }

    private func add(_ reading: Reading, _ place: KeyTable<KeyState>.Place, _ time: Timestamp, _ hold: SharedHold?) {
        let fit = binding.fit(of: place.slot)
        let isComplete = binding.keys[place.slot].window?.add(reading.values.span, at: time) ?? false
        if binding.keys[place.slot].window?.didRestart == true {
            fit.queue.add(step(.restart, place, time, hold))
        }
        guard isComplete else { return }
        makeRoom(in: fit, for: hold)
        if let window = binding.keys[place.slot].window { fit.queue.add(window, step(.window, place, time, hold)) }
    }

    private func step(
        _ kind: WindowQueue.Step.Kind,
        _ place: KeyTable<KeyState>.Place,
        _ time: Timestamp,
        _ hold: SharedHold?
    ) -> WindowQueue.Step {
        WindowQueue.Step(kind: kind, place: place, time: time, hold: hold)
    }

    private var plan: ReadingPlan { binding.settings.plan }

    private func place(of key: [UInt8]) -> KeyTable<KeyState>.Place {
        if let place = binding.keys.find(key) { return place }
        // What the key that makes room has waiting is judged first.
        if let evicted = binding.keys.nextEvicted {
            let fit = binding.fit(of: evicted.slot)
            if fit.queue.holds(evicted) { relieve(fit) }
        }
        // A copy with memory of its own: the decoder writes the next key where this one stands.
        let own = key.copied()
        let (place, evicted) = binding.keys.insert(own, binding.newState(of: own))
        if let evicted { judge.forget(evicted, of: binding) }
        return place
    }

    /// When the reading was measured; nil, and counted, where it does not come in order.
    private func time(of reading: Reading, _ arrival: Timestamp, _ place: KeyTable<KeyState>.Place) -> Timestamp? {
        let step =
            if let time = reading.time {
                binding.keys[place.slot].order.take(
                    time,
                    late: binding.settings.late,
                    duplicates: binding.settings.duplicates
                )
            } else {
                binding.keys[place.slot].order.take(arrival: arrival)
            }
        switch step {
        case .take(let time): return time
        case .late: binding.statistics.late += 1
        case .duplicate: binding.statistics.duplicates += 1
        }
        return nil
    }

    /// Fills gaps; false, and counted, where one stays.
    private func complete(_ reading: inout Reading, _ place: KeyTable<KeyState>.Place) -> Bool {
        switch binding.keys[place.slot].missing.resolve(&reading.values, plan: plan) {
        case .complete: return true
        case .skipped:
            binding.statistics.skipped += 1
            binding.change(place)
        case .refused(let field):
            binding.statistics.rejected += 1
            refusal = InferError(
                .badInput,
                "\(plan.fields[field].name) is missing; send it, or say what stands in for it with 'missing'"
            )
        }
        return false
    }

    /// False, and counted, where a number is beyond what the model takes.
    private func isFit(_ reading: Reading) -> Bool {
        guard let field = WindowBuffer.unfit(in: reading.values.span) else { return true }
        binding.statistics.rejected += 1
        refusal = InferError(
            .badInput,
            "\(plan.fields[field].name) is \(reading.values[field]), which is beyond FP32; mend offset and scale"
        )
        return false
    }

    /// Windows of QoS 0 that a slow model leaves waiting go, the oldest first; QoS 1 is not read any further instead.
    private func makeRoom(in fit: HostedFit, for hold: SharedHold?) {
        guard fit.queue.isFull else { return }
        relieve(fit)
        while hold == nil, fit.queue.isFull, fit.dropOldest() { binding.statistics.dropped += 1 }
    }

    private func reject(_ error: InferError, _ topic: String, count: Int = 1) {
        binding.statistics.rejected += count
        judge.tell(error, of: topic, binding)
    }
}

extension [UInt8] {
    /// The same bytes in memory of their own.
    fileprivate func copied() -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        copy.append(contentsOf: self)
        return copy
    }
}
