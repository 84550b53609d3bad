import Glibc

/// What this process takes of the machine's memory.
public enum ProcessMemory {
    /// The most memory that was resident at a time, bytes; nil where the system does not say.
    public static func peak() -> Int? {
        guard let text = read("/proc/self/status"),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
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
