import ArgumentParser
import Console
import Foundation
import Release
import Transfer

/// `gg local logs`: what the components have written.
struct LocalLogs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what components have written.",
        discussion: "With -f it goes on until Ctrl-C, or until everything has ended. Kept are 10 to 20 MiB a component."
    )

    @Argument(help: "A handle or name (default: all).")
    var handle: String?

    @Flag(name: [.customShort("f"), .long], help: "Go on with what is written from now on.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: "How many lines to begin with.")
    var lines = 100

    @OptionGroup var place: LocalFolderOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard lines >= 0 else { throw ValidationError("--lines is \(lines); expected 0 or more") }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            let folder = place.folder
            let control = LocalControl(folder)
            guard let status = try control.status() else {
                throw ReleaseError(.input, "nothing has run in \(folder.root); 'gg local up' starts the components")
            }
            let entries = try handle.map { [try LocalControl.find($0, status)] } ?? status.components
            var tails: [LocalTail] = []
            for entry in entries {
                let reader = try LocalLogReader(folder.log(entry.name), lastLines: lines)
                tails.append(LocalTail(reader, entry.handle, isAlone: entries.count == 1, isJSON: output.json))
            }
            while !cancellation.isCancelled {
                // Asked before reading, so that the last words are not missed.
                let goesOn = follow && control.isRunning
                var hasRead = false
                for tail in tails { hasRead = try tail.copy() || hasRead }
                if hasRead { continue }
                guard goesOn else { break }
                Thread.sleep(forTimeInterval: 0.1)
            }
            for tail in tails { try tail.finish() }
        }
    }
}

/// One component's log on its way to standard output, a whole line at a time.
private final class LocalTail {
    private struct Line: Encodable {
        let component: String
        let line: String
    }

    private static let longest = 64 << 10
    private var reader: LocalLogReader
    private let handle: String
    private let isAlone: Bool
    private let isJSON: Bool
    private var rest: [UInt8] = []

    init(_ reader: consuming LocalLogReader, _ handle: String, isAlone: Bool, isJSON: Bool) {
        self.reader = reader
        self.handle = handle
        self.isAlone = isAlone
        self.isJSON = isJSON
    }

    /// Copies a piece; false where there was none.
    func copy() throws -> Bool {
        let bytes = reader.next()
        rest += bytes
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let last = lines.popLast() ?? []
        for line in lines { try write(line) }
        rest = Array(last)
        if rest.count > Self.longest { try finish() }
        return !bytes.isEmpty
    }

    /// Writes what is left of a line without an end.
    func finish() throws {
        if !rest.isEmpty { try write(rest[...]) }
        rest = []
    }

    private func write(_ line: ArraySlice<UInt8>) throws {
        let text = String(decoding: line, as: UTF8.self)
        guard isJSON else {
            StandardStreams.write((isAlone ? "" : "\(handle): ") + text + "\n", to: STDOUT_FILENO)
            return
        }
        let encoded = try JSONEncoder().encode(Line(component: handle, line: text))
        StandardStreams.write(String(decoding: encoded, as: UTF8.self) + "\n", to: STDOUT_FILENO)
    }
}
