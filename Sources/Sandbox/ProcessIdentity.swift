import CLinux
import Glibc

/// A process that can be told from a later one with the same number.
public struct ProcessIdentity: Sendable, Hashable, Codable {
    /// Its process id.
    public let identifier: Int32
    /// When it began, in ticks since the machine started.
    public let began: UInt64
    /// Which start of the machine that was.
    public let boot: String

    /// This process.
    public static var current: ProcessIdentity? { ProcessIdentity(of: getpid()) }

    /// Describes a process that runs; nil where there is none.
    public init?(of identifier: Int32) {
        guard let fields = ProcessTable.fields(identifier), !fields.isDead else { return nil }
        self.identifier = identifier
        began = fields.began
        boot = ProcessTable.boot()
    }

    /// True while it runs.
    public var isThere: Bool { ProcessIdentity(of: identifier) == self }

    /// Sends it a signal; false where it has ended.
    @discardableResult
    public func signal(_ number: Int32) -> Bool { isThere && kill(identifier, number) == 0 }

    /// Waits for its end at most so long; true once it has ended.
    public func waitForEnd(atMost limit: Duration) -> Bool {
        let watch = Descriptor(marram_watch(identifier))
        guard isThere else { return true }
        var watched = pollfd(fd: watch.number, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: Int64(limit / .milliseconds(1)))
        guard unsafe poll(&watched, 1, milliseconds) == 1 else { return !isThere }
        return true
    }

    /// Ends, by SIGKILL, what is left of the session that it has led, itself included; returns how many processes.
    ///
    /// A session's number is taken for as long as one of its processes lives, so that no other can have it.
    @discardableResult
    public func endSession() -> Int {
        guard boot == ProcessTable.boot() else { return 0 }
        if let leader = ProcessIdentity(of: identifier), leader != self { return 0 }
        var ended: Set<Int32> = []
        // Again while there are some: one that is about to end may have started another.
        while true {
            let members = ProcessTable.all().filter { entry in
                entry.session == identifier && entry.began >= began && !entry.isDead && entry.identifier != getpid()
            }
            guard !members.isEmpty else { return ended.count }
            for member in members where kill(member.identifier, SIGKILL) == 0 || errno == EPERM {
                ended.insert(member.identifier)
            }
            _ = usleep(5000)
        }
    }
}

/// What `/proc` says of the machine's processes.
enum ProcessTable {
    struct Entry {
        let identifier: Int32
        let session: Int32
        let began: UInt64
        /// It has ended, and its parent has not taken note.
        let isDead: Bool
    }

    static func all() -> [Entry] {
        guard let folder = unsafe opendir("/proc") else { return [] }
        defer { unsafe closedir(folder) }
        var entries: [Entry] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if let identifier = Int32(name), let found = fields(identifier) { entries.append(found) }
        }
        return entries
    }

    static func fields(_ identifier: Int32) -> Entry? {
        // The second field is the program's name in parentheses, with any character in it.
        guard let text = ProcessMemory.read("/proc/\(identifier)/stat"), let end = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let session = Int32(fields[3]), let began = UInt64(fields[19]) else { return nil }
        return Entry(
            identifier: identifier,
            session: session,
            began: began,
            isDead: fields[0] == "Z" || fields[0] == "X"
        )
    }

    static func boot() -> String {
        String((ProcessMemory.read("/proc/sys/kernel/random/boot_id") ?? "").prefix { $0 != "\n" })
    }
}
