import CLinux
import Glibc

/// What a process takes on itself, for good, so that long work of its own is in nobody's way.
public struct Background: Sendable, Equatable {
    /// Memory that it may have for data beyond what it has when it begins, bytes.
    public var memoryBytes: Int

    /// Makes one that is not yet applied.
    public init(memoryBytes: Int) { self.memoryBytes = memoryBytes }

    /// Lets this process end with its parent, keep to its memory, leave no core, gain no rights, and come last where there
    /// is something to be had of processors and disks.
    ///
    /// - Parameter parent: The process that must be this one's parent; it may have ended before this is called.
    /// - Throws: what could not be done. Precedence on disks is asked for, but not every kernel gives it.
    public func apply(parent: Int32) throws(SandboxError) {
        try Confinement.check(marram_end_with_parent(), "to end with its parent")
        guard getppid() == parent else {
            throw SandboxError("process \(parent), for which this was done, has ended")
        }
        try Confinement.check(marram_no_new_privileges(), "to give up gaining rights")
        try Confinement.check(marram_limit_core(), "to leave no core")
        try Confinement.check(marram_come_last(), "to come last")
        _ = marram_come_last_on_disks()
        let (data, overflow) = (ProcessMemory.dataBytes() ?? 0).addingReportingOverflow(max(memoryBytes, 0))
        try Confinement.check(marram_limit_data(UInt64(overflow ? Int.max : data)), "to limit its memory")
    }
}
