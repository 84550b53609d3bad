import CMosquitto
import Glibc

/// What libmosquitto tells of a connection, on the thread that calls it.
protocol MosquittoEvents: AnyObject {
    /// CONNACK has come; `code` 0 is success.
    func greeted(code: Int32, sessionPresent: Bool, receiveMaximum: Int?)
    /// The connection is gone; 0: we asked for it.
    func lost(code: Int32)
    func received(_ head: MessageHead, payload: RawSpan)
    /// The broker has a message of ours (QoS 1), or refused it (reason >= 0x80).
    func published(id: Int32, reason: Int32)
    func subscribed(id: Int32, reasons: [Int32])
}

/// What one step of reading came to.
enum ReadStep: Equatable {
    case packet
    case drained
    case failed(code: Int32, systemError: Int32)
}

/// The owner of one libmosquitto client: the only file that calls the library on a connection.
///
/// `@unchecked Sendable`: the handle is used by one thread at a time. It belongs to the loop's thread, but for the
/// time between `dial` on a helper thread and the mailbox message that gives it back; `Connection` keeps to that.
/// `cancelDial` alone is called meanwhile: it reads no more of the client than the number of its socket.
@safe final class Mosquitto: @unchecked Sendable {
    private static let library: Void = {
        _ = mosquitto_lib_init()
        // OpenSSL writes to sockets that may be gone, and has no other way to say that it is not to be killed for it.
        _ = signal(SIGPIPE, SIG_IGN)
    }()

    /// POLLRDHUP of Linux's poll.h, which Swift's Glibc module does not show.
    private static let otherEndClosed: Int16 = 0x2000

    private let raw: OpaquePointer
    private let options: ConnectionOptions
    /// Who is told, the owner of this object; set before the first attempt and only used on the loop's thread.
    ///
    /// Nothing is told while a helper thread dials, which alone may outlive the owner.
    unowned var events: (any MosquittoEvents)?
    private var dialled = false
    private var isGreeted = false
    private var progressed = false
    private var reader = MessageReader()
    private var redelivered = false
    private var watches = false
    private let notes = Guarded<[String]>([])

    init(_ options: ConnectionOptions, holdsAcknowledgements: Bool) throws(MQTTError) {
        Self.library
        self.options = options
        guard let made = unsafe mosquitto_new(options.clientID, options.sessionExpiry == nil, nil) else {
            throw MQTTError(.invalid, "'\(options.clientID)' cannot be used as a client id")
        }
        unsafe raw = made
        unsafe mosquitto_user_data_set(raw, Unmanaged.passUnretained(self).toOpaque())
        let version = options.version == .v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
        unsafe mosquitto_int_option(raw, MOSQ_OPT_PROTOCOL_VERSION, version)
        unsafe mosquitto_int_option(raw, MOSQ_OPT_TCP_NODELAY, 1)
        // No window of our own: what may be in flight is bounded by the lanes' bursts.
        unsafe mosquitto_max_inflight_messages_set(raw, 0)
        // With "threads" the library queues what it sends until it is told to write: that holds acknowledgements back.
        unsafe mosquitto_threaded_set(raw, holdsAcknowledgements)
        try setIdentity()
        try setTLS()
        setCallbacks()
    }

    deinit { unsafe mosquitto_destroy(raw) }

    // MARK: connecting

    /// Connects, blocking for as long as the system takes; the answer of the broker comes later, through reading.
    func dial() throws(MQTTError) {
        notes.withLock { $0 = [] }
        isGreeted = false
        listenToLog(true)
        let result = dialled ? unsafe mosquitto_reconnect(raw) : connectFirst()
        guard result == MOSQ_ERR_SUCCESS.rawValue else { throw error(result, systemError: errno) }
        dialled = true
    }

    private func connectFirst() -> Int32 {
        let keepAlive = Int32(clamping: options.keepAlive.components.seconds)
        var properties: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&properties) }
        if options.version == .v5, let expiry = options.sessionExpiry {
            let seconds = UInt32(clamping: expiry.components.seconds)
            unsafe mosquitto_property_add_int32(
                &properties,
                Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue),
                seconds
            )
        }
        return unsafe mosquitto_connect_bind_v5(raw, options.host, Int32(options.port), keepAlive, nil, properties)
    }

    /// Makes a blocked `dial` on another thread fail.
    ///
    /// Linux: shutting down a socket that is connecting aborts it.
    func cancelDial() { shutDown() }

    /// Makes the library notice that the connection is over.
    func drop() {
        shutDown()
        _ = read()
        _ = write()
    }

    private func shutDown() {
        let descriptor = socket
        if descriptor >= 0 { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// Says goodbye: the broker forgets the will.
    func disconnect() { unsafe mosquitto_disconnect(raw) }

    // MARK: the loop's part

    var socket: Int32 { unsafe mosquitto_socket(raw) }
    var wantsWrite: Bool { unsafe mosquitto_want_write(raw) }
    /// True when the other end has closed; what it sent before that may be unread.
    var isHungUp: Bool {
        var descriptor = pollfd(fd: socket, events: Self.otherEndClosed, revents: 0)
        return unsafe poll(&descriptor, 1, 0) > 0
    }

    /// Sets whether segments that are not full wait: for at most 200 ms, or until they no longer have to.
    func cork(_ waits: Bool) {
        let descriptor = socket
        guard descriptor >= 0 else { return }
        var value: Int32 = waits ? 1 : 0
        let size = socklen_t(MemoryLayout<Int32>.size)
        // It only saves work: a socket that cannot do it sends all the same.
        _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, size)
    }

    /// Reads one packet if there is one.
    func read() -> ReadStep {
        progressed = false
        errno = 0
        let result = unsafe mosquitto_loop_read(raw, 1)
        let systemError = errno
        guard result == MOSQ_ERR_SUCCESS.rawValue else { return .failed(code: result, systemError: systemError) }
        return progressed || systemError != EAGAIN ? .packet : .drained
    }

    /// Writes all that is queued, as far as the socket takes it.
    func write() -> ReadStep {
        errno = 0
        let result = unsafe mosquitto_loop_write(raw, 1)
        let systemError = errno
        return result == MOSQ_ERR_SUCCESS.rawValue ? .packet : .failed(code: result, systemError: systemError)
    }

    /// Sends a ping when it is due; fails when the last one was not answered.
    func keepAlive() -> ReadStep {
        let result = unsafe mosquitto_loop_misc(raw)
        return result == MOSQ_ERR_SUCCESS.rawValue ? .packet : .failed(code: result, systemError: 0)
    }

    func error(_ result: Int32, systemError: Int32) -> MQTTError {
        if options.tls != nil, !isGreeted,
            let refusal = MQTTError.refusedAfterHandshake(result: result, systemError: systemError)
        {
            return refusal
        }
        let note = notes.withLock { $0.last { $0.contains("host name") } ?? $0.last }
        return MQTTError(result: result, systemError: systemError, note: note)
    }

    // MARK: messages

    /// Queues a subscription and sends it; returns its id.
    func subscribe(_ filters: [TopicFilter], qos: QoS) throws(MQTTError) -> Int32 {
        var id: Int32 = 0
        var copies = unsafe filters.map { unsafe strdup($0.description) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        let result = unsafe mosquitto_subscribe_multiple(
            raw,
            &id,
            Int32(filters.count),
            &copies,
            qos.rawValue,
            0,
            nil
        )
        guard result == MOSQ_ERR_SUCCESS.rawValue else { throw error(result, systemError: errno) }
        // Written at once, before anything is read whose acknowledgement would go out with it.
        _ = write()
        return id
    }

    /// Sends a message, or queues it (QoS 1) while there is no connection; returns its id.
    func publish(
        topic: TopicName,
        payload: [UInt8],
        qos: QoS,
        retain: Bool,
        properties: MessageProperties
    ) throws(MQTTError) -> Int32 {
        var id: Int32 = 0
        var list: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&list) }
        if options.version == .v5 { unsafe properties.add(to: &list) }
        let result = unsafe topic.description.withCString { topic in
            unsafe mosquitto_publish_v5(raw, &id, topic, Int32(payload.count), payload, qos.rawValue, retain, list)
        }
        // Then the library has it, and sends it once there is a connection again.
        if qos == .atLeastOnce, id != 0, Self.connectionIsGone(result) { return id }
        guard result == MOSQ_ERR_SUCCESS.rawValue else { throw error(result, systemError: errno) }
        return id
    }

    /// True for what writing to a connection that is not there, or is no more, comes to.
    private static func connectionIsGone(_ result: Int32) -> Bool {
        [MOSQ_ERR_NO_CONN, MOSQ_ERR_CONN_LOST, MOSQ_ERR_ERRNO].contains { $0.rawValue == result }
    }

    /// Sets whether arriving messages say if they are redelivered.
    ///
    /// The library tells it only in its log, which costs time.
    func watchRedelivery(_ watch: Bool) {
        watches = watch
        listenToLog(watch)
    }

    // MARK: what the library calls

    fileprivate func onConnect(code: Int32, flags: Int32, properties: OpaquePointer?) {
        progressed = true
        isGreeted = true
        var maximum: UInt16 = 0
        let found = unsafe mosquitto_property_read_int16(
            properties,
            Int32(MQTT_PROP_RECEIVE_MAXIMUM.rawValue),
            &maximum,
            false
        )
        listenToLog(watches)
        events?.greeted(
            code: code,
            sessionPresent: flags & 1 == 1,
            receiveMaximum: unsafe found == nil ? nil : Int(maximum)
        )
    }

    fileprivate func onDisconnect(code: Int32) {
        progressed = true
        events?.lost(code: code)
    }

    fileprivate func onMessage(
        _ message: UnsafePointer<mosquitto_message>,
        _ list: OpaquePointer?
    ) {
        progressed = true
        let head = unsafe reader.head(message, list, redelivered: redelivered)
        redelivered = false
        let bytes = unsafe UnsafeRawBufferPointer(
            start: message.pointee.payload,
            count: Int(message.pointee.payloadlen)
        )
        events?.received(head, payload: unsafe bytes.bytes)
    }

    fileprivate func onPublish(id: Int32, reason: Int32) {
        progressed = true
        events?.published(id: id, reason: reason)
    }

    fileprivate func onSubscribe(id: Int32, reasons: [Int32]) {
        progressed = true
        events?.subscribed(id: id, reasons: reasons)
    }

    fileprivate func onLog(level: Int32, text: String) {
        if level == MOSQ_LOG_ERR || level == MOSQ_LOG_WARNING {
            notes.withLock { if $0.count < 8 { $0.append(text) } }
        } else if watches, text.contains("received PUBLISH (d1,") {
            redelivered = true
        }
    }

    // MARK: setting up

    private func setIdentity() throws(MQTTError) {
        if let username = options.username {
            let result = unsafe mosquitto_username_pw_set(raw, username, options.password?.text)
            guard result == MOSQ_ERR_SUCCESS.rawValue else {
                throw MQTTError(.invalid, "broker.username and the password cannot be used: they must be UTF-8")
            }
        }
        if let will = options.will {
            let payload = Array(will.payload.utf8)
            let result = unsafe mosquitto_will_set(
                raw,
                will.topic.description,
                Int32(payload.count),
                payload,
                QoS.atLeastOnce.rawValue,
                true
            )
            guard result == MOSQ_ERR_SUCCESS.rawValue else {
                throw MQTTError(.invalid, "the will for '\(will.topic)' cannot be set")
            }
        }
    }

    private func setTLS() throws(MQTTError) {
        guard let tls = options.tls else { return }
        let directory = tls.authorities == nil ? "/etc/ssl/certs" : nil
        let result = unsafe mosquitto_tls_set(raw, tls.authorities, directory, tls.certificate, tls.key, nil)
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw MQTTError(
                .tls,
                "the TLS files cannot be used; check that broker.tls.ca, certificate and key exist, are PEM and readable"
            )
        }
        unsafe mosquitto_tls_opts_set(raw, 1, "tlsv1.2", nil)
        if let alpn = tls.alpn { unsafe mosquitto_string_option(raw, MOSQ_OPT_TLS_ALPN, alpn) }
    }

    private func setCallbacks() {
        unsafe mosquitto_connect_v5_callback_set(raw) { _, context, code, flags, properties in
            unsafe Mosquitto.of(context).onConnect(code: code, flags: flags, properties: properties)
        }
        unsafe mosquitto_disconnect_v5_callback_set(raw) { _, context, code, _ in
            unsafe Mosquitto.of(context).onDisconnect(code: code)
        }
        unsafe mosquitto_message_v5_callback_set(raw) { _, context, message, properties in
            guard let message = unsafe message else { return }
            unsafe Mosquitto.of(context).onMessage(message, properties)
        }
        unsafe mosquitto_publish_v5_callback_set(raw) { _, context, id, reason, _ in
            unsafe Mosquitto.of(context).onPublish(id: id, reason: reason)
        }
        unsafe mosquitto_subscribe_v5_callback_set(raw) { _, context, id, count, granted, _ in
            let reasons = unsafe Array(UnsafeBufferPointer(start: granted, count: Int(count)))
            unsafe Mosquitto.of(context).onSubscribe(id: id, reasons: reasons)
        }
    }

    /// The library writes a line for every packet while somebody listens: nobody does, but while it is needed.
    private func listenToLog(_ listen: Bool) {
        guard listen else {
            unsafe mosquitto_log_callback_set(raw, nil)
            return
        }
        unsafe mosquitto_log_callback_set(raw) { _, context, level, text in
            guard let text = unsafe text else { return }
            unsafe Mosquitto.of(context).onLog(level: level, text: String(cString: text))
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Mosquitto {
        guard let context = unsafe context else { preconditionFailure("libmosquitto lost its context") }
        return unsafe Unmanaged<Mosquitto>.fromOpaque(context).takeUnretainedValue()
    }
}
