import Monitoring
import Support
import Testing

@testable import Edge

@Suite("What the machine takes")
struct MachineGlanceTests {
    @Test("processors are read one by one, without their sum")
    func processors() {
        let text = "cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 10 0 10 70 10 0 0 0 0 0\ncpu1 1 1 1 1\nintr 5\n"
        let times = ProcessorTimes.all(in: text)
        #expect(times == [ProcessorTimes(busy: 20, idle: 80), ProcessorTimes(busy: 3, idle: 1)])
        #expect(ProcessorTimes(busy: 30, idle: 110).percent(since: times[0]) == 25)
        #expect(times[0].percent(since: times[0]) == 0)
    }

    @Test("[metrics-5] this machine and this process are looked at")
    func looks() throws {
        let folder = try TemporaryFolder()
        var glance = MachineGlance(dataDirectory: folder.path)
        _ = glance.look()
        let (system, _) = glance.look()
        #expect((system.residentBytes ?? 0) > 1 << 20)
        #expect((system.virtualBytes ?? 0) > system.residentBytes ?? .max)
        #expect((system.diskTotal ?? 0) >= system.diskFree ?? .max)
        #expect((system.memoryTotal ?? 0) > system.memoryAvailable ?? .max)
        #expect(system.cpuPerCore.allSatisfy { (0...100).contains($0) } && !system.cpuPerCore.isEmpty)
        #expect(system.load.count == 3)
        #expect((system.openFiles ?? 0) > 2 && (system.mostFiles ?? 0) > 2)
        #expect((system.processStart ?? 0) > 1_600_000_000)
        #expect((system.processSeconds ?? 0) > 0)
    }
}
