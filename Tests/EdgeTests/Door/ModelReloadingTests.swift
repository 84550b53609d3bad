import Inference
import MQTT
import Models
import OpenInference
import Testing
import Transfer

@testable import Edge

@Suite("Bringing a model back")
struct ModelReloadingTests {
    private static func reload(_ work: FakeWork, _ bundle: BundleID?) -> Result<StagedModel, RepositoryError> {
        do throws(RepositoryError) {
            return .success(try ModelReloading.stored(work).reload(Staged.reference("m"), bundle, Cancellation()))
        } catch {
            return .failure(error)
        }
    }

    @Test("[door-21] goes the way of an update: the stored bundle is probed, then loaded")
    func order() throws {
        let work = FakeWork()
        work.set { $0.stored = [FakeWork.target(2), FakeWork.target(1)] }
        #expect(try Self.reload(work, FakeWork.id(1)).get().id == FakeWork.id(1))
        #expect(work.calls == ["probe", "load"])
    }

    @Test(
        "[door-23] says what is in the way: no bundle, one that is gone, one that fails its probe or its verification",
        arguments: ["", "gone", "probe", "load"]
    )
    func refused(step: String) {
        let work = FakeWork()
        work.set { state in
            if step != "gone" { state.stored = [FakeWork.target(1)] }
            state.failures = [step: UpdateError(.digestMismatch, "model.onnx is damaged")]
        }
        guard case .failure(let error) = Self.reload(work, step.isEmpty ? nil : FakeWork.id(1)) else {
            Issue.record("a model comes back that cannot")
            return
        }
        let words = ["": "publish an update", "gone": "install it again", "probe": "damaged", "load": "damaged"]
        #expect(error.kind == .conflict && error.message.contains(words[step] ?? "?"), "\(error.message)")
        #expect(work.calls.contains("load") == (step == "load"))
    }

    @Test("[door-21] without updates comes what is at the configured path, or why it does not")
    func configured() throws {
        let settings = try Settings.load(from: ConfigurationSources(configuration: "{}", environment: [:])).settings
        let loader = TestLoader(onnx: try OnnxLoader.testing(), fakes: ["m": FakeSession.doubling()])
        let reloading = ModelReloading.configured(settings, loader, nil)
        let staged = try reloading.reload(Staged.reference("m"), nil, Cancellation())
        #expect(staged.model.name.description == "m")
        #expect { try reloading.reload(Staged.reference("other", path: "/nowhere"), nil, Cancellation()) } throws: {
            ($0 as? RepositoryError)?.kind == .conflict
        }
    }
}
