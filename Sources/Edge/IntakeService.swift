import Foundation
import MQTT
import ServiceLifecycle

/// Runs the loop's thread for as long as the program is to serve.
struct IntakeService: Service, CustomStringConvertible {
    let blueprint: NodeBlueprint

    /// What logs call it; all that it is made from does not belong there.
    var description: String { "intake" }

    func run() async throws {
        let wakeup = try Wakeup()
        let stopRequests = Mailbox<Void>(wakeup: wakeup)
        try await withGracefulShutdownHandler {
            try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
                let thread = Thread { [blueprint] in
                    do {
                        let loop = try NodeLoop(blueprint, wakeup: wakeup, stopRequests: stopRequests)
                        loop.run()
                        done.resume()
                    } catch {
                        done.resume(throwing: error)
                    }
                }
                thread.name = "marram loop"
                thread.start()
            }
        } onGracefulShutdown: {
            stopRequests.post(())
        }
    }
}
