import CLinux
import Glibc

/// What a process takes from itself, for good, before it touches what it does not trust.
public struct Confinement: Sendable, Equatable {
    /// Address space that it may take beyond what it has when it is confined, bytes.
    public var memoryBytes: Int
    /// Processor time that it may use from its start on, seconds; at the end comes SIGXCPU.
    public var processorSeconds: Int
    /// Descriptors that may be open at a time.
    public var openFiles = 64
    /// The size that a file may grow to by its writing, bytes.
    public var fileBytes = 1 << 20

    /// Makes one that is not yet applied.
    public init(memoryBytes: Int, processorSeconds: Int) {
        self.memoryBytes = memoryBytes
        self.processorSeconds = processorSeconds
    }

    /// Confines this process: it ends with its parent, keeps to the limits, leaves no core and gains no rights.
    ///
    /// It loses the network, other processes and new ones, everything that changes files, and a say in all this, where the
    /// kernel has filters for system calls.
    ///
    /// - Parameter parent: The process that must be this one's parent; it may have ended before this is called.
    /// - Returns: False where the kernel has no such filters: the rest holds nevertheless.
    /// - Throws: what could not be done; then nothing untrusted may be touched.
    public func apply(parent: Int32) throws(SandboxError) -> Bool {
        try Self.check(marram_end_with_parent(), "to end with its parent")
        guard getppid() == parent else {
            throw SandboxError("process \(parent), for which this was done, has ended")
        }
        try Self.check(marram_no_new_privileges(), "to give up gaining rights")
        try Self.check(marram_limit_core(), "to leave no core")
        try Self.check(marram_limit_files(UInt64(max(openFiles, 8))), "to limit its open files")
        try Self.check(marram_limit_file_size(UInt64(max(fileBytes, 0))), "to limit its files")
        try Self.check(marram_limit_processor(UInt64(max(processorSeconds, 1))), "to limit its processor time")
        let (space, overflow) = try Self.addressSpace().addingReportingOverflow(max(memoryBytes, 0))
        try Self.check(marram_limit_memory(UInt64(overflow ? Int.max : space)), "to limit its memory")
        return marram_refuse_system_calls() == 0
    }

    static func check(_ error: Int32, _ purpose: String) throws(SandboxError) {
        guard error != 0 else { return }
        throw SandboxError("the process could not be made \(purpose) (\(Descriptor.reason(error)))")
    }

    /// Address space that is taken now, bytes.
    private static func addressSpace() throws(SandboxError) -> Int {
        guard let pages = ProcessMemory.pages() else {
            throw SandboxError("/proc/self/statm cannot be read; mount /proc")
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
