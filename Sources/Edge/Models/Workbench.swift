import Foundation
import Glibc
import Inference
import MQTT

/// Where measurements are made, and by which clocks.
struct Workbench: Sendable {
    /// The clock for runs of one thread.
    var single: Stopwatch
    /// The clock for runs of several threads.
    var several: Stopwatch
    /// True: measurements have a thread of their own, which gives way to all others of the machine.
    ///
    /// Sessions are loaded outside of it, for the threads that they start keep the priority of the one that loads.
    var isInBackground = false
    /// Asked between runs: true breaks a measurement off.
    var isCancelled: @Sendable () -> Bool = { false }

    private static let low: Int32 = 10

    /// For a person who waits: time as on the wall.
    static let foreground = Workbench(single: .wall, several: .wall)

    /// Beside a node that serves: processor time, where one thread does all the work.
    static func background(isCancelled: @escaping @Sendable () -> Bool) -> Workbench {
        Workbench(single: .thread, several: .wall, isInBackground: true, isCancelled: isCancelled)
    }

    /// The clock for runs of so many threads.
    func stopwatch(threads: Int) -> Stopwatch { threads > 1 ? several : single }

    /// Makes a measurement and returns what came of it.
    func perform<Value: Sendable>(
        _ measurement: @escaping @Sendable () throws(InferenceError) -> Value
    ) throws(InferenceError) -> Value {
        guard isInBackground else { return try measurement() }
        let outcome = Guarded<Result<Value, InferenceError>?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            // For this thread alone; where it is not allowed the measurement is only less polite.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.low)
            let result: Result<Value, InferenceError>
            do throws(InferenceError) { result = .success(try measurement()) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            done.signal()
        }
        thread.name = "measuring"
        thread.start()
        done.wait()
        guard let result = outcome.withLock({ $0 }) else {
            throw InferenceError(.runFailed, "the measurement ended without a result; measure again")
        }
        return try result.get()
    }
}
