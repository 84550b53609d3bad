import Foundation
import Models
import Testing

private let device = DeviceFacts(
    marram: "0.3.1",
    ort: "1.21.1",
    arch: "aarch64",
    hardware: "press-gw-2",
    availableMiB: 512
)

private let requirements: [(change: @Sendable (inout Manifest.Requirements) -> Void, isMet: Bool)] = [
    ({ _ in }, true),
    ({ $0.marram = ">=0.3" }, true), ({ $0.marram = ">=0.3.1" }, true), ({ $0.marram = ">=0.3.2" }, false),
    ({ $0.marram = ">=0.10" }, false), ({ $0.marram = ">=1" }, false),
    ({ $0.ort = ">=1.9" }, true), ({ $0.ort = ">=1.21.1" }, true), ({ $0.ort = ">=1.31" }, false),
    ({ $0.arch = ["x86_64", "aarch64"] }, true), ({ $0.arch = ["x86_64"] }, false),
    ({ $0.hardware = ["press-gw-*"] }, true), ({ $0.hardware = ["*-2"] }, true), ({ $0.hardware = ["p*g*2"] }, true),
    ({ $0.hardware = ["press-gw-2"] }, true), ({ $0.hardware = ["*"] }, true), ({ $0.hardware = ["press-gw"] }, false),
    ({ $0.hardware = ["press-gw-?"] }, false), ({ $0.hardware = ["*-3", "lathe-*"] }, false),
    ({ $0.ramMiB = 512 }, true), ({ $0.ramMiB = 513 }, false),
]

@Suite("A manifest and a device")
struct ManifestCheckTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func manifest(_ change: (inout Manifest) -> Void = { _ in }) -> Manifest {
        var manifest = Manifest(name: "press", version: "8", files: [])
        change(&manifest)
        return manifest
    }

    @Test("[bundle-5] what a bundle needs must be there", arguments: requirements.indices)
    func needs(_ index: Int) {
        let manifest = manifest { requirements[index].change(&$0.requires) }
        let check = { try manifest.check(name: "press", at: now, device: device, floor: 0) }
        if requirements[index].isMet {
            #expect(throws: Never.self) { try check() }
        } else {
            let error = #expect(throws: UpdateError.self) { try check() }
            #expect(error?.code == .requires)
        }
    }

    @Test("[bundle-5] what is not known of a device is not there, memory excepted")
    func unknown() {
        let bare = DeviceFacts(marram: "0.3", arch: "x86_64")
        for change: (inout Manifest.Requirements) -> Void in [{ $0.ort = ">=1.0" }, { $0.hardware = ["press-*"] }] {
            let error = #expect(throws: UpdateError.self) {
                try manifest { change(&$0.requires) }.check(name: "press", at: now, device: bare, floor: 0)
            }
            #expect(error?.code == .requires && error?.message.contains("not known") == true)
        }
        #expect(throws: Never.self) {
            try manifest { $0.requires.ramMiB = 1 << 20 }.check(name: "press", at: now, device: bare, floor: 0)
        }
    }

    @Test("[bundle-6] another model's bundle, one too old and one below the floor are refused")
    func others() {
        func code(_ manifest: Manifest, name: String = "press", floor: Int = 0, trusted: Bool = true) -> UpdateCode? {
            var device = device
            device.isClockTrusted = trusted
            do throws(UpdateError) {
                try manifest.check(name: name, at: now, device: device, floor: floor)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(manifest(), name: "lathe") == .nameMismatch)
        #expect(code(manifest { $0.expires = now + 1 }) == nil)
        #expect(code(manifest { $0.expires = now }) == .expired)
        #expect(code(manifest { $0.expires = now - 1 }) == .expired)
        #expect(code(manifest { $0.expires = now - 1 }, trusted: false) == nil)
        #expect(code(manifest { $0.securityVersion = 3 }, floor: 3) == nil)
        #expect(code(manifest { $0.securityVersion = 2 }, floor: 3) == .downgrade)
    }
}
