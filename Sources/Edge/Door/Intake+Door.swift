import OpenInference

extension Intake {
    /// Takes a request that somebody in this process waits for.
    ///
    /// - Returns: when his patience ends, where he has said so and his request waits now.
    func receive(_ visit: Visit) -> ContinuousClock.Instant? {
        node.counters.received += 1
        node.counters.visits += 1
        let destination = Destination(model: visit.call.model, version: visit.call.version, in: node)
        let host = destination.slot?.host(version: destination.version, client: visit.call.client)
        do throws(InferError) {
            let (host, signature) = try check(destination, host)
            try SignatureCheck.check(visit.call.request, inputs: signature.inputs, outputs: signature.outputs)
            try checkRoom()
            let pending = host.blank()
            pending.request = visit.call.request
            let timeout = pending.request.timeoutMicroseconds.map { visit.arrival + .microseconds($0) }
            pending.begin(
                PendingRequest.Delivery(
                    recipient: .visitor(visit.visitor),
                    arrival: visit.arrival,
                    // It was read before it came here.
                    decoding: .zero,
                    held: nil,
                    isSuspect: false,
                    isPinned: destination.version != nil,
                    timeout: timeout
                )
            )
            host.waiting.append(pending)
            return timeout
        } catch {
            let model = host ?? destination.slot?.main
            model?.statistics.failed()
            model?.served.failure.add(.zero)
            node.counters.count(error.code)
            node.counters.answered += 1
            node.counters.visitsAnswered += 1
            visit.visitor.refuse(error)
            return nil
        }
    }
}
