import Console
import Dispatch
import Glibc
import Transfer

/// Ctrl-C and SIGTERM, taken as a wish to end in order.
enum Interruption {
    /// Runs work that ends when its cancellation is made; a second signal ends the program at once.
    ///
    /// Where the work ended because of it, the program ends by that signal, as its caller expects.
    static func run<Result>(_ body: (Cancellation) throws -> Result) throws -> Result {
        let cancellation = Cancellation()
        let sources = [SIGINT, SIGTERM, SIGHUP].filter(isHeeded).map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                _ = signal(number, SIG_DFL)
                cancellation.cancel()
            }
            source.resume()
            return (number, source)
        }
        defer { for (_, source) in sources { source.cancel() } }
        do {
            return try body(cancellation)
        } catch {
            if cancellation.isCancelled {
                StandardStreams.write("error: interrupted\n", to: STDERR_FILENO)
                for (number, _) in sources { end(by: number) }
            }
            throw error
        }
    }

    /// Ends the program by a signal, unless that is ignored; threads of Dispatch block signals, this one among them.
    private static func end(by number: Int32) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, number)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
    }

    /// False for a signal that whoever has started the program has it ignore, as `nohup` does.
    private static func isHeeded(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return true }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            != unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
