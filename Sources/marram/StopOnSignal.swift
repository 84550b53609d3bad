import Dispatch
import Glibc
import Lab

/// Ctrl-C and SIGTERM, taken as a wish to end in order.
enum StopOnSignal {
    /// Runs work that ends when its signal is given; a second Ctrl-C ends the program at once.
    static func run<Result: Sendable>(_ body: (StopSignal) async throws -> Result) async throws -> Result {
        let stop = try StopSignal()
        let sources = [SIGINT, SIGTERM].map { number in
            _ = Glibc.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                stop.stop()
                _ = Glibc.signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await body(stop)
    }
}
