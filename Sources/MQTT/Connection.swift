import Foundation
import Logging

/// What a connection tells those who use it, on the loop's thread.
protocol ConnectionDelegate: AnyObject {
    func connectionIsUp(sessionPresent: Bool)
    func connectionIsDown(_ reason: MQTTError)
    func connectionReceived(_ head: MessageHead, payload: RawSpan)
    func connectionPublished(id: Int32, reason: Int32)
    func connectionSubscribed(id: Int32, reasons: [Int32])
}

/// A client of the broker that is there for ever: it connects, and when the connection is lost it connects again.
final class Connection {
    typealias Instant = ContinuousClock.Instant

    let options: ConnectionOptions
    private(set) var receiveMaximum: Int?
    /// How often the connection came back.
    private(set) var reconnects = 0
    /// Why it is down, while it is.
    private(set) var failure: MQTTError?
    /// Who is told: the owner of this object.
    unowned var delegate: (any ConnectionDelegate)?

    private let mosquitto: Mosquitto
    private var state: ConnectionState
    private let dialResults: Mailbox<MQTTError?>
    private let logger: Logger
    private var wasUp = false
    private var lost: MQTTError?
    private var burst = Burst()

    init(
        _ options: ConnectionOptions,
        holdsAcknowledgements: Bool,
        wakeup: Wakeup,
        logger: Logger
    ) throws(MQTTError) {
        self.options = options
        self.logger = logger
        mosquitto = try Mosquitto(options, holdsAcknowledgements: holdsAcknowledgements)
        state = ConnectionState(now: .now, timeout: options.connectTimeout)
        dialResults = Mailbox(wakeup: wakeup)
        mosquitto.events = self
    }

    var isUp: Bool { if case .up = state.phase { true } else { false } }
    var isStopped: Bool { if case .stopped = state.phase { true } else { false } }
    /// True while the handle may be used: not while a helper thread dials.
    private var isOpen: Bool {
        switch state.phase {
        case .greeting, .up: true
        case .waiting, .dialling, .stopped: false
        }
    }
    var deadline: Instant? { state.deadline }
    var socket: Int32 { isOpen ? mosquitto.socket : -1 }
    var wantsWrite: Bool { isOpen && mosquitto.wantsWrite }

    /// Moves on what time or a finished attempt has to move on.
    func tick(now: Instant) {
        for failure in dialResults.drain() {
            perform(state.receive(failure.map { .dialFailed($0) } ?? .dialled, now: now))
        }
        perform(state.receive(.tick, now: now))
    }

    /// Reads up to `limit` packets; true when the socket may hold more.
    func read(limit: Int) -> Bool {
        for _ in 0..<limit {
            guard isOpen else { return false }
            switch mosquitto.read() {
            case .packet: break
            case .drained: return false
            case .failed(let code, let systemError):
                fail(mosquitto.error(code, systemError: systemError))
                return false
            }
            if settleLoss() { return false }
        }
        return true
    }

    /// Finds out without reading whether the broker has closed the connection.
    func noticeHangUp() {
        guard isUp, mosquitto.isHungUp else { return }
        fail(MQTTError(.unreachable, "the broker closed the connection"))
    }

    /// Writes what is queued; in few segments when it is known to be `several` packets.
    func write(several: Bool = false) {
        guard isOpen else { return }
        let corks = several && mosquitto.wantsWrite
        if corks { mosquitto.cork(true) }
        let step = mosquitto.write()
        if corks { mosquitto.cork(false) }
        if case .failed(let code, let systemError) = step {
            fail(mosquitto.error(code, systemError: systemError))
        }
        _ = settleLoss()
    }

    /// Sends a ping when due.
    func keepAlive() {
        guard isUp else { return }
        if case .failed(let code, let systemError) = mosquitto.keepAlive() {
            fail(mosquitto.error(code, systemError: systemError))
        }
        _ = settleLoss()
    }

    func subscribe(_ filters: [TopicFilter], qos: QoS) throws(MQTTError) -> Int32 {
        try mosquitto.subscribe(filters, qos: qos)
    }

    func publish(
        topic: TopicName,
        payload: [UInt8],
        qos: QoS,
        retain: Bool,
        properties: MessageProperties
    ) throws(MQTTError) -> Int32 {
        guard qos == .atLeastOnce || isUp else {
            throw MQTTError(.notConnected, "there is no connection to the broker")
        }
        guard !isDialling else { throw MQTTError(.notConnected, "the broker is being connected") }
        perform(burst.next { .now })
        return try mosquitto.publish(topic: topic, payload: payload, qos: qos, retain: retain, properties: properties)
    }

    /// Says that messages will follow each other.
    func beginBurst() { burst.begin() }

    /// Lets out what waits for more to follow.
    func endBurst() { perform(burst.end()) }

    private func perform(_ step: Burst.Step) {
        guard step != .nothing, isOpen else { return }
        mosquitto.cork(step == .cork)
    }

    private var isDialling: Bool { if case .dialling = state.phase { true } else { false } }

    func watchRedelivery(_ watch: Bool) { mosquitto.watchRedelivery(watch) }

    /// Ends for good; what was queued and could not be sent is gone.
    ///
    /// - Parameter isOrderly: false: without a goodbye, which would take along all that is queued before it.
    func stop(isOrderly: Bool = true) {
        if isUp {
            if isOrderly {
                mosquitto.disconnect()
                _ = mosquitto.write()
            } else {
                mosquitto.drop()
            }
        }
        perform(state.receive(.stop, now: .now))
    }

    private func perform(_ actions: [ConnectionState.Action]) {
        for action in actions {
            switch action {
            case .dial: dial()
            case .cancelDial: mosquitto.cancelDial()
            case .drop(let reason):
                mosquitto.drop()
                fail(reason)
            case .report(let report): self.report(report)
            }
        }
    }

    private func dial() {
        let mosquitto = mosquitto
        let results = dialResults
        Thread.detachNewThread {
            do throws(MQTTError) {
                try mosquitto.dial()
                results.post(nil)
            } catch {
                results.post(error)
            }
        }
    }

    private func report(_ report: ConnectionState.Report) {
        let broker: Logger.MetadataValue = "\(options.host):\(options.port)"
        switch report {
        case .up:
            failure = nil
            if wasUp { reconnects += 1 }
            wasUp = true
            logger.info("connected to the broker", metadata: ["broker": broker, "client": "\(options.clientID)"])
        case .down(let reason):
            failure = reason
            logger.warning(
                "no connection to the broker; trying again until it is back",
                metadata: ["broker": broker, "client": "\(options.clientID)", "reason": "\(reason)"]
            )
        }
    }

    /// The connection is over; only the first reason of a connection counts.
    private func fail(_ reason: MQTTError) {
        if lost == nil { lost = reason }
        _ = settleLoss()
    }

    private func settleLoss() -> Bool {
        guard let reason = lost else { return false }
        lost = nil
        let was = isOpen
        perform(state.receive(.lost(reason), now: .now))
        if was { delegate?.connectionIsDown(reason) }
        return true
    }
}

extension Connection: MosquittoEvents {
    func greeted(code: Int32, sessionPresent: Bool, receiveMaximum: Int?) {
        guard code == 0 else {
            lost = MQTTError(refusal: code, version: options.version)
            return
        }
        self.receiveMaximum = receiveMaximum
        perform(state.receive(.accepted, now: .now))
        delegate?.connectionIsUp(sessionPresent: sessionPresent)
    }

    func lost(code: Int32) {
        guard lost == nil else { return }
        lost = code >= 0x80 ? MQTTError(disconnect: code) : mosquitto.error(code, systemError: 0)
    }

    func received(_ head: MessageHead, payload: RawSpan) {
        delegate?.connectionReceived(head, payload: payload)
    }

    func published(id: Int32, reason: Int32) { delegate?.connectionPublished(id: id, reason: reason) }

    func subscribed(id: Int32, reasons: [Int32]) { delegate?.connectionSubscribed(id: id, reasons: reasons) }
}
