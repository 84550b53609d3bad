import Glibc

/// What this process takes of the machine's memory.
public enum ProcessMemory {
    /// The most memory that was resident at a time, bytes; nil where the system does not say.
    public static func peak() -> Int? { status("VmHWM:") }

    /// Bytes of memory for data and stacks of threads, resident or not, as the kernel counts them against their limit.
    static func dataBytes() -> Int? { status("VmData:") }

    /// Bytes of memory of its own, no files among them, that another process has resident; nil where that is not known.
    public static func resident(of process: Int32) -> Int? { status("RssAnon:", of: "\(process)") }

    /// A number of bytes in what the kernel says of a process.
    private static func status(_ name: String, of process: String = "self") -> Int? {
        guard let text = read("/proc/\(process)/status"),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return nil }
        let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return number.map { $0 * 1024 }
    }

    /// Pages of address space that are taken.
    static func pages() -> Int? {
        read("/proc/self/statm").flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
    }

    static func read(_ path: String) -> String? {
        let file = Descriptor(unsafe open(path, O_RDONLY | O_CLOEXEC))
        guard file.number >= 0 else { return nil }
        let number = file.number
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
            count = max(0, unsafe Glibc.read(number, buffer.baseAddress, buffer.count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
