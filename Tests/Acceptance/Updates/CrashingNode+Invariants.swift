import Foundation
import Models
import Support
import Testing

/// What holds whatever happens.
extension CrashingNode {
    /// Waits until nothing is under way, starts it once more and ends it, and looks at what is left; `version` is what must
    /// be active, nil: any.
    func checkRest(
        active version: Int? = nil,
        isSigned: Bool = true,
        _ location: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await waitForState("a state of rest") { state in
            state.candidate == nil && (version == nil || state.active?.version == version.map(String.init))
        }
        try await stop()
        try start()
        try await waitForStatus()
        let after = try await waitForState("the state again") { $0.candidate == nil }
        #expect(after.active?.bundle == before.active?.bundle, sourceLocation: location)
        #expect(after.floor == before.floor, sourceLocation: location)
        let answer = try await ask()
        #expect(answer.version.map(String.init) == after.active?.version, sourceLocation: location)
        try await stop()
        for resident in [after.active, after.previous] {
            if let resident { try checkStored(resident, isSigned, location) }
        }
        #expect(names("staging").isEmpty, sourceLocation: location)
        #expect(!names("store").contains { $0.hasPrefix(".trash-") }, sourceLocation: location)
    }

    /// [I2] What is named is in the store, whole, and signed where it has to be.
    private func checkStored(_ resident: State.Resident, _ isSigned: Bool, _ location: Testing.SourceLocation) throws {
        let path = folder.path + "/data/models/press/store/" + resident.bundle.prefix(16)
        let bundle = try BundleFolder.verify(folder: path, trust: versions.trust, allowsUnsigned: !isSigned)
        #expect(bundle.id.description == resident.bundle, sourceLocation: location)
        #expect(bundle.manifest.version == resident.version, sourceLocation: location)
    }

    /// What lies in a folder of the model.
    func names(_ name: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/data/models/press/" + name)) ?? []
    }

    /// [I1] The numbers are those of a version that was verified.
    func checkAnswer(_ location: Testing.SourceLocation = #_sourceLocation) async throws {
        let answer = try await ask()
        #expect(answer.version != nil, "\(answer)", sourceLocation: location)
    }

    /// What is told again has its number, and says the same: [update-52].
    func checkNumbers(of job: String, _ location: Testing.SourceLocation = #_sourceLocation) {
        let told = Dictionary(grouping: Said(words.output).progress(of: job), by: \.seq)
        for (number, same) in told {
            #expect(Set(same).count == 1, "number \(number): \(same)", sourceLocation: location)
        }
    }
}
