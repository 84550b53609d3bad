import Foundation
import Models
import MQTT
import Support
import Testing
import Transfer

@Suite("Patience of a fetch")
struct FetchPatienceTests {
    private static let weights = "/press/" + PressBundle.weights

    @Test("waits failures out that pass, longer each time [store-26]", arguments: [408, 429, 500, 502, 503, 504])
    func passing(_ status: Int) throws {
        let bundle = try PressBundle()
        let failures = Guarded(3)
        let server = try StandInServer { request, line in
            guard
                failures.withLock({
                    $0 -= 1; return $0
                }) < 0
            else { return _ = line.answer(status) }
            let name = String(request.target.split(separator: "/").last ?? "")
            line.serve(bundle.files[name] ?? [], to: request)
        }
        let scene = try FetchScene()
        #expect(try scene.fetch(bundle, from: server.url("/press/manifest.json")).manifest().id == bundle.id)
        #expect(scene.pauses.withLock { $0 } == [.milliseconds(750), .milliseconds(1500), .milliseconds(3000)])
        #expect(scene.told.withLock { $0.first?.trouble?.message.contains("\(status)") } == true)
    }

    @Test("does not wait for what stays", arguments: [400, 401, 403, 404, 410, 501])
    func lasting(_ status: Int) throws {
        let bundle = try PressBundle()
        let server = try StandInServer { _, line in _ = line.answer(status) }
        let scene = try FetchScene()
        let url = server.url("/press/manifest.json?token=hunter2")
        let fetch = try scene.fetch(bundle, from: url)
        #expect { try fetch.manifest() } throws: { error in
            let error = error as? UpdateError
            return error?.code == .downloadFailed && error?.message.contains("\(status)") == true
                && error?.message.contains("/press/manifest.json") == true
                && error?.message.contains("hunter2") == false
        }
        #expect(server.requests.value.count == 1)
        #expect(server.requests.value[0].target.hasSuffix("?token=hunter2"))
    }

    @Test("ends at the deadline, with what went wrong last [store-27]")
    func deadline() throws {
        let bundle = try PressBundle()
        let server = try StandInServer { _, line in _ = line.answer(503) }
        let scene = try FetchScene()
        let policy = FetchPolicy(deadline: .seconds(300), longestPause: .seconds(40))
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"), policy: policy)
        #expect { try fetch.manifest() } throws: { error in
            let error = error as? UpdateError
            return error?.code == .deadline && error?.message.contains("503") == true
        }
        #expect(scene.pauses.withLock { $0.max() } == .seconds(30), "three quarters of the longest pause")
        #expect(scene.time.withLock { $0 } <= .seconds(300))
    }

    @Test("gives up a server that is too slow again and again [store-28]")
    func slow() throws {
        let bundle = try PressBundle()
        let server = try StandInServer { request, line in
            let name = String(request.target.split(separator: "/").last ?? "")
            guard name == PressBundle.weights, request.header("Range") != "bytes=0-0" else {
                return _ = line.serve(bundle.files[name] ?? [], to: request)
            }
            line.send("HTTP/1.1 206 Part\r\nContent-Length: 300000\r\nContent-Range: bytes 0-299999/300000\r\n\r\n")
            line.stall()
        }
        let scene = try FetchScene()
        var options = SourceOptions()
        options.transfer.minimumSpeed = TransferOptions.Speed(bytesPerSecond: 1000, window: .seconds(2))
        let policy = FetchPolicy(slowAttempts: 2)
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"), options: options, policy: policy)
        let id = try fetch.manifest().id
        #expect { try fetch.files(of: id) } throws: { ($0 as? UpdateError)?.code == .tooSlow }
        #expect(scene.pauses.withLock { $0.count } == 1)
    }

    @Test("follows no redirect to a place that is not among the sources [store-2]", arguments: ["/other", ""])
    func strayed(_ folder: String) throws {
        let bundle = try PressBundle()
        let asked = Guarded(0)
        let target = try StandInServer { request, line in
            asked.withLock { $0 += 1 }
            _ = line.serve(bundle.files["manifest.json"] ?? [], to: request)
        }
        let location = target.url("\(folder)/manifest.json")
        let first = try StandInServer { _, line in _ = line.answer(302, headers: ["Location": location]) }
        let options = SourceOptions(rules: try SourceRules([first.url(""), target.url("/models")]))
        let fetch = try FetchScene().fetch(bundle, from: first.url("/press/manifest.json"), options: options)
        #expect { try fetch.manifest() } throws: {
            ($0 as? UpdateError)?.code == .badPath && "\($0)".contains("updates.sources")
        }
        #expect(asked.withLock { $0 } == 0)
    }

    @Test("follows a redirect to another server")
    func redirect() throws {
        let bundle = try PressBundle()
        let server = try bundle.server()
        let target = server.url("")
        let first = try StandInServer { request, line in
            _ = line.answer(302, headers: ["Location": target + request.target])
        }
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: first.url("/press/manifest.json"))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
    }
}
