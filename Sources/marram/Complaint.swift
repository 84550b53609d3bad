import ArgumentParser
import Foundation
import OpenInference
import Recipes

/// Tells a person on standard error what is wrong, a line each.
enum Complaint {
    /// Runs a command; what it throws is written down, and the exit code is then 1.
    ///
    /// Usage errors found later than by the parser count as failures too; an exit code passes as it is.
    static func telling<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch { throw tell(error) }
    }

    /// Runs a command that waits for nothing, as above.
    static func telling<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw tell(error) }
    }

    /// Writes lines, each with its kind before it.
    static func write(_ kind: String, _ lines: [String]) {
        let text = lines.map { "\(kind): \($0)\n" }.joined()
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// What an error says, a line each.
    static func lines(_ error: any Error) -> [String] {
        let text = if let error = error as? InferError { error.message } else { "\(error)" }
        return text.split(separator: "\n").map(String.init)
    }

    private static func tell(_ error: any Error) -> ExitCode {
        if let code = error as? ExitCode { return code }
        write("error", lines(error))
        return .failure
    }
}
