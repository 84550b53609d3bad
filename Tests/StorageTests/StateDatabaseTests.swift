import Foundation
import Testing

@testable import Storage

@Suite("State database")
struct StateDatabaseTests {
    private let folder: TemporaryFolder
    private let noon = Date(timeIntervalSince1970: 1_795_262_400)

    init() throws {
        folder = try TemporaryFolder()
    }

    private func error(_ work: () throws -> Void) throws -> StorageError {
        try #require(throws: StorageError.self, performing: work)
    }

    private func damage(_ bytes: [UInt8], at offset: UInt64) throws {
        let file = try FileHandle(forUpdating: URL(filePath: folder.path + "/state.db"))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: bytes)
        try file.close()
    }

    @Test("sessions are counted and know how the one before ended")
    func sessions() throws {
        #expect(try begin(ending: true) == SessionStart(number: 1, previousExitWasClean: true))
        #expect(try begin(ending: false) == SessionStart(number: 2, previousExitWasClean: true))
        #expect(try begin(ending: false) == SessionStart(number: 3, previousExitWasClean: false))
        #expect(try begin(ending: true) == SessionStart(number: 4, previousExitWasClean: false))
        #expect(try begin(ending: true) == SessionStart(number: 5, previousExitWasClean: true))
    }

    private func begin(ending: Bool) throws -> SessionStart {
        let database = try StateDatabase(directory: folder.path)
        let start = try database.beginSession()
        if ending { try database.endSession() }
        return start
    }

    @Test("lanes are kept, each once, until they are removed")
    func lanes() throws {
        do {
            let database = try StateDatabase(directory: folder.path)
            for model in ["press", "iris", "press"] { try database.markLane(model) }
        }
        do {
            let database = try StateDatabase(directory: folder.path)
            #expect(try database.lanes() == ["iris", "press"])
            try database.removeLane("press")
            try database.removeLane("unknown")
        }
        #expect(try StateDatabase(directory: folder.path).lanes() == ["iris"])
    }

    @Test("the directory is made with its parents, for this user alone")
    func directory() throws {
        let path = folder.path + "/a/b/"
        _ = try StateDatabase(directory: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/a/b")
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("a second owner is refused with the first one's process id, until the first lets go")
    func lock() throws {
        var first: StateDatabase? = try StateDatabase(directory: folder.path)
        _ = try first?.beginSession()
        let refusal = try error { _ = try StateDatabase(directory: folder.path) }
        #expect(refusal.code == .inUse)
        #expect(
            refusal.message == "another marram (pid \(getpid())) works in \(folder.path); "
                + "give this one an `instance` name and a data_dir of its own"
        )
        first = nil
        _ = try StateDatabase(directory: folder.path)
    }

    @Test("a second owner waits for one that is just letting go")
    func lockForAMoment() throws {
        let lock = unsafe open(folder.path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        Thread.detachNewThread {
            usleep(200_000)
            close(lock)
        }
        _ = try StateDatabase(directory: folder.path)
    }

    @Test("a second process is refused, until the first one is killed")
    func lockOfAnotherProcess() throws {
        let holder = Process()
        holder.executableURL = URL(filePath: "/bin/sh")
        holder.arguments = [
            "-c", #"exec 9<>"$0"; flock -x 9; echo $$ >"$0"; echo held; exec cat"#, folder.path + "/lock",
        ]
        let input = Pipe()
        let output = Pipe()
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        _ = output.fileHandleForReading.availableData
        let refusal = try error { _ = try StateDatabase(directory: folder.path) }
        #expect(refusal.message.contains("(pid \(holder.processIdentifier))"))
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        _ = try StateDatabase(directory: folder.path)
    }

    @Test("a damaged database is set aside and made anew", arguments: [0, 18, 100])
    func damaged(offset: UInt64) throws {
        _ = try begin(ending: true)
        try damage(Array(repeating: 0xff, count: 60), at: offset)
        let database = try StateDatabase(directory: folder.path, now: noon)
        let told = try #require(database.recovered)
        #expect(told.contains("state.db.corrupt-20261121T120000Z"))
        #expect(try database.beginSession() == SessionStart(number: 1, previousExitWasClean: true))
        #expect(try folder.names().contains("state.db.corrupt-20261121T120000Z"))
    }

    @Test("two databases damaged in the same second are both kept")
    func damagedTwice() throws {
        for _ in 1...2 {
            _ = try begin(ending: true)
            try damage(Array("not a database".utf8), at: 0)
            _ = try StateDatabase(directory: folder.path, now: noon)
        }
        #expect(
            try folder.names().filter { $0.contains("corrupt") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.count
                == 2
        )
    }

    @Test("a sound database tells of no recovery and is durable at every commit")
    func sound() throws {
        _ = try begin(ending: true)
        let database = try StateDatabase(directory: folder.path)
        #expect(database.recovered == nil)
        #expect(try database.durability() == "wal, synchronous 2")
    }

    @Test("a database of a later Marram is refused and left alone")
    func newer() throws {
        do {
            _ = try StateDatabase(
                directory: folder.path,
                now: noon,
                settings: "INSERT INTO grdb_migrations VALUES ('of a later Marram')"
            )
        }
        let refusal = try error { _ = try StateDatabase(directory: folder.path) }
        #expect(refusal.code == .newer)
        #expect(refusal.message.contains("later Marram"))
        #expect(try folder.names().allSatisfy { !$0.contains("corrupt") })
    }

    @Test("a full disk is an error that says so, and what was there stays")
    func full() throws {
        do {
            _ = try StateDatabase(directory: folder.path).note([[1]], clearing: [])
        }
        do {
            let database = try StateDatabase(directory: folder.path, now: noon, settings: "PRAGMA max_page_count = 1")
            let refusal = try error {
                for number in UInt8(2)...255 { try database.note([Array(repeating: number, count: 200)], clearing: []) }
            }
            #expect(refusal.code == .diskFull)
            #expect(refusal.message.contains("free some space"))
        }
        let database = try StateDatabase(directory: folder.path)
        try database.markLane("iris")
        #expect(try database.lanes() == ["iris"])
    }

    @Test("a database that takes no writes throws at every change and still answers")
    func readOnly() throws {
        let database = try StateDatabase(directory: folder.path, now: noon, settings: "PRAGMA query_only = 1")
        let changes: [() throws -> Void] = [
            { _ = try database.beginSession() }, { try database.endSession() },
            { try database.note([[1]], clearing: [[2]]) }, { try database.clear([[1]]) },
            { try database.markLane("iris") }, { try database.removeLane("iris") },
        ]
        for change in changes {
            let refusal = try error(change)
            #expect(refusal.code == .readOnly)
            #expect(refusal.message.contains("writable"))
        }
        #expect(try database.history(of: [1]) == nil)
        #expect(try database.lanes() == [])
    }

    @Test("a file where the directory should be is named", arguments: ["", "/below"])
    func file(below: String) throws {
        let path = folder.path + "/file"
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let refusal = try error { _ = try StateDatabase(directory: path + below) }
        #expect(refusal.code == .notADirectory)
        #expect(refusal.message.contains("set data_dir to a directory"))
    }

    @Test("calls from several threads take turns")
    func concurrent() async throws {
        let database = try StateDatabase(directory: folder.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for step in UInt8(0)..<20 {
                        try database.note(
                            [[UInt8(number), step]],
                            clearing: step > 0 ? [[UInt8(number), step - 1]] : []
                        )
                        try database.markLane("model-\(number)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try database.lanes().count == 8)
    }
}
