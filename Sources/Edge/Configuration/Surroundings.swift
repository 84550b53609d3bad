import Foundation

/// What the machine and the process bring along.
public struct Surroundings: Sendable {
    /// The host's name; any text.
    public let hostName: String
    /// The absolute path of the current directory.
    public let currentDirectory: String
    /// True when running as root.
    public let isRoot: Bool

    /// Takes the facts from elsewhere.
    public init(hostName: String, currentDirectory: String, isRoot: Bool) {
        self.hostName = hostName
        self.currentDirectory = currentDirectory
        self.isRoot = isRoot
    }

    /// Returns the facts of this process.
    public static func current() -> Surroundings {
        let hostName = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, unsafe gethostname(start, buffer.count - 1) == 0 else { return "" }
            unsafe buffer[buffer.count - 1] = 0
            return unsafe String(cString: start)
        }
        return Surroundings(
            hostName: hostName,
            currentDirectory: FileManager.default.currentDirectoryPath,
            isRoot: geteuid() == 0
        )
    }
}
