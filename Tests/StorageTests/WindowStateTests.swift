import Testing

@testable import Storage

@Suite("Windows of bindings")
struct WindowStateTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func window(_ key: UInt8, _ state: UInt8 = 1) -> SavedWindow {
        SavedWindow(key: [key], state: [state, key])
    }

    private func open(
        _ database: StateDatabase,
        form: [UInt8] = [1],
        wasUnclean: Bool = false,
        limit: Int = 100
    ) throws -> (windows: [SavedWindow], loss: WindowLoss?) {
        try database.openWindows(of: "press", form: form, wasUnclean: wasUnclean, limit: limit)
    }

    @Test("[bindings-51] are there after a restart, in the order of their saving, the last state of each key")
    func restart() throws {
        do {
            let database = try StateDatabase(directory: folder.path)
            #expect(try open(database).windows.isEmpty)
            try database.save([window(1), window(2), window(3)], of: "press", limit: 100)
            try database.save([window(1, 9)], of: "press", limit: 100)
            try database.save([window(4)], of: "other", limit: 100)
        }
        let database = try StateDatabase(directory: folder.path)
        let found = try open(database)
        #expect(found.loss == nil)
        #expect(found.windows == [window(2), window(3), window(1, 9)])
        #expect(try open(database, limit: 2).windows == [window(3), window(1, 9)])
    }

    @Test("[bindings-51] of another form are given out once more, deleted, and it is told")
    func otherForm() throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try open(database)
        try database.save([window(1)], of: "press", limit: 100)
        let found = try open(database, form: [2])
        #expect(found.loss == .otherForm && found.windows == [window(1)])
        let again = try open(database, form: [2])
        #expect(again.loss == nil && again.windows.isEmpty)
    }

    @Test("[stage-53] those of a binding whose form changes while it runs are of the new form")
    func changedForm() throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try open(database)
        try database.save([window(1)], of: "press", limit: 100)
        try database.changeForm(of: "press", to: [2])
        try database.save([window(2)], of: "press", limit: 100)
        let found = try open(database, form: [2])
        #expect(found.loss == nil && found.windows == [window(1), window(2)])
        #expect(try open(database).loss == .otherForm)
    }

    @Test("[bindings-11] beyond the limit those go that were saved first")
    func limit() throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try open(database)
        try database.save((1...5).map { window($0) }, of: "press", limit: 3)
        #expect(try open(database).windows == [window(3), window(4), window(5)])
        try database.save([window(3)], of: "press", limit: 3)
        try database.save([window(6)], of: "press", limit: 3)
        #expect(try open(database).windows == [window(5), window(3), window(6)])
    }

    @Test("[bindings-52] that were taken up after several unclean ends, and never saved again, are dropped")
    func suspected() throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try open(database)
        try database.save([window(1)], of: "press", limit: 100)
        for _ in 0..<StateDatabase.windowTrust {
            #expect(try open(database, wasUnclean: true).windows == [window(1)])
        }
        try database.save([window(2)], of: "press", limit: 100)
        for _ in 0..<StateDatabase.windowTrust {
            #expect(try open(database, wasUnclean: true).windows.count == 2)
        }
        let found = try open(database, wasUnclean: true)
        #expect(found.loss == .suspected && found.windows.count == 2)
        try database.save([window(3)], of: "press", limit: 100)
        for _ in 0..<StateDatabase.windowTrust { _ = try open(database, wasUnclean: true) }
        // An end in order takes the suspicion away.
        #expect(try open(database).windows == [window(3)])
        #expect(try open(database, wasUnclean: true).loss == nil)
    }

    @Test("[bindings-51] of bindings that are no more are forgotten")
    func forgotten() throws {
        let database = try StateDatabase(directory: folder.path)
        _ = try open(database)
        try database.save([window(1)], of: "press", limit: 100)
        try database.keepWindows(of: ["press", "other"])
        #expect(try open(database).windows.count == 1)
        try database.keepWindows(of: ["other"])
        #expect(try open(database, form: [2]).loss == nil)
        try database.keepWindows(of: [])
    }
}
