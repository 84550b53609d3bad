import Release
import Sandbox
import Testing

/// Plays the machine for a fleet, with a clock of its own.
private struct Play {
    var fleet: LocalFleet
    var now = Duration.zero
    var log: [String] = []
    /// Steps that have begun and are not gone.
    var live: Set<String> = []

    init(_ members: LocalFleet.Member...) throws { fleet = try LocalFleet(members) }

    mutating func receive(_ event: LocalEvent) {
        for action in fleet.receive(event, at: now) {
            switch action {
            case .start(let name, let step):
                log.append("start \(name).\(step)")
                live.insert("\(name).\(step)")
            case .terminate(let name, let step): log.append("terminate \(name).\(step)")
            case .kill(let name, let step): log.append("kill \(name).\(step)")
            case .tell(let name, let state, let reason):
                log.append("\(name) \(state.rawValue)" + (reason.map { ": \($0)" } ?? ""))
            }
        }
    }

    /// What is done about an event.
    mutating func take(_ event: LocalEvent) -> [String] {
        log = []
        receive(event)
        return log
    }

    mutating func ends(_ name: String, _ step: LocalStep, _ cause: ChildEnding.Cause = .exited(0)) -> [String] {
        log = []
        receive(.ended(name, step, cause))
        receive(.gone(name, step))
        return log
    }

    mutating func passes(_ time: Duration) -> [String] {
        now += time
        return take(.tick)
    }
}

@Suite("The life of components")
struct LocalFleetTests {
    private static let limit: Duration? = .seconds(120)
    private static let endless: Duration? = nil

    private static func member(_ name: String, hard: [String] = [], soft: [String] = []) -> LocalFleet.Member {
        LocalFleet.Member(
            name,
            needs: hard.map { LocalNeed($0, isHard: true) } + soft.map { LocalNeed($0, isHard: false) },
            steps: [.run: endless]
        )
    }

    @Test("[local-20] goes from its steps' beginnings to their ends")
    func course() throws {
        var play = try Play(
            LocalFleet.Member("a", steps: [.bootstrap: Self.limit, .install: Self.limit, .run: Self.endless])
        )
        #expect(play.take(.tick) == ["start a.bootstrap"])
        #expect(play.fleet.state(of: "a") == .new)
        #expect(play.ends("a", .bootstrap) == ["kill a.bootstrap", "start a.install"])
        #expect(play.ends("a", .install) == ["kill a.install", "a INSTALLED", "start a.run", "a RUNNING"])
        #expect(play.fleet.isSettled)
        #expect(play.ends("a", .run) == ["kill a.run", "a FINISHED"])
        #expect(play.fleet.nextDeadline == nil)
        #expect(play.take(.unwanted(nil)) == [])
        #expect(play.fleet.isOver)
    }

    @Test("[local-20] with startup is running once that has ended, and keeps what it has left behind")
    func startup() throws {
        var play = try Play(LocalFleet.Member("a", steps: [.startup: Self.limit, .shutdown: .seconds(15)]))
        #expect(play.take(.tick) == ["a INSTALLED", "start a.startup", "a STARTING"])
        #expect(play.take(.ended("a", .startup, .exited(0))) == ["a RUNNING"])
        #expect(play.passes(.seconds(1000)) == [])
        #expect(play.take(.unwanted(nil)) == ["start a.shutdown", "a STOPPING"])
        #expect(play.ends("a", .shutdown) == ["kill a.shutdown", "terminate a.startup"])
        #expect(play.take(.gone("a", .startup)) == ["a INSTALLED"])
        #expect(play.fleet.isOver)
    }

    @Test("[local-20] without a script is finished at once")
    func empty() throws {
        var play = try Play(LocalFleet.Member("a", steps: [:]))
        #expect(play.take(.tick) == ["a INSTALLED", "a FINISHED"])
    }

    @Test("[local-21] starts and stops in order of HARD and SOFT dependencies")
    func order() throws {
        var play = try Play(
            Self.member("c", hard: ["b"]),
            Self.member("b", soft: ["a"]),
            Self.member("a")
        )
        #expect(play.fleet.order == ["a", "b", "c"])
        let started = play.take(.tick).filter { $0.hasPrefix("start") }
        #expect(started == ["start a.run", "start b.run", "start c.run"])
        #expect(play.take(.unwanted(nil)) == ["terminate c.run", "c STOPPING"])
        #expect(play.ends("c", .run, .signal(15)) == ["c INSTALLED", "terminate b.run", "b STOPPING"])
        #expect(play.ends("b", .run, .signal(15)) == ["b INSTALLED", "terminate a.run", "a STOPPING"])
        #expect(play.ends("a", .run, .signal(15)) == ["a INSTALLED"])
        #expect(play.fleet.isOver)
    }

    @Test("[local-22] stops with a HARD dependency that fails, and comes back with it")
    func hard() throws {
        var play = try Play(Self.member("a"), Self.member("b", hard: ["a"]))
        _ = play.take(.tick)
        #expect(
            play.ends("a", .run, .exited(1)) == [
                "kill a.run", "terminate b.run", "b STOPPING: a is not running", "a ERRORED: run ended: exit code 1",
            ]
        )
        #expect(play.ends("b", .run, .signal(15)) == ["b INSTALLED"])
        #expect(play.fleet.nextDeadline == .seconds(1))
        #expect(play.passes(.milliseconds(999)) == [])
        #expect(
            play.passes(.milliseconds(1)) == ["a INSTALLED", "start a.run", "a RUNNING", "start b.run", "b RUNNING"]
        )
        #expect(play.fleet.restarts(of: "a") == 1)
    }

    @Test("[local-22] stops with a HARD dependency that is stopped, before it")
    func stopped() throws {
        var play = try Play(Self.member("a"), Self.member("b", hard: ["a"]), Self.member("c", soft: ["a"]))
        _ = play.take(.tick)
        #expect(play.take(.unwanted(["a"])) == ["terminate b.run", "b STOPPING: a is not running"])
        #expect(play.ends("b", .run, .signal(15)) == ["b INSTALLED", "terminate a.run", "a STOPPING"])
        #expect(play.ends("a", .run, .signal(15)) == ["a INSTALLED"])
        #expect(play.fleet.state(of: "c") == .running)
        #expect(!play.fleet.isOver)
    }

    @Test("[local-23] waits for a SOFT dependency to come up, and not for one that has failed")
    func soft() throws {
        var play = try Play(
            LocalFleet.Member("a", steps: [.install: Self.limit, .run: Self.endless]),
            Self.member("b", soft: ["a"])
        )
        #expect(play.take(.tick) == ["start a.install", "b INSTALLED"])
        #expect(
            play.ends("a", .install, .exited(2))
                == ["kill a.install", "start b.run", "b RUNNING", "a ERRORED: install ended: exit code 2"]
        )
    }

    @Test("[local-24] is tried again with growing pauses, and broken after three failures within an hour")
    func broken() throws {
        var play = try Play(Self.member("a"), Self.member("b", hard: ["a"]))
        _ = play.take(.tick)
        for pause in [1, 2] {
            _ = play.ends("a", .run, .exited(1))
            _ = play.ends("b", .run, .signal(15))
            #expect(play.fleet.nextDeadline == play.now + .seconds(pause))
            #expect(!play.fleet.isSettled)
            _ = play.passes(.seconds(pause))
            #expect(play.fleet.state(of: "b") == .running)
        }
        let last = play.ends("a", .run, .exited(1))
        #expect(last.last == "a BROKEN: run ended: exit code 1; 3 failures within an hour")
        _ = play.ends("b", .run, .signal(15))
        #expect(play.fleet.state(of: "b") == .installed)
        #expect(play.fleet.isSettled)
        #expect(play.fleet.hasBroken)
        #expect(play.passes(.seconds(10000)) == [])
        #expect(play.take(.unwanted(nil)) == [])
        #expect(play.fleet.isOver)
    }

    @Test("[local-24] forgets failures that are an hour old")
    func forgiven() throws {
        var play = try Play(Self.member("a"))
        _ = play.take(.tick)
        for _ in 0..<8 {
            _ = play.ends("a", .run, .signal(11))
            #expect(play.fleet.state(of: "a") == .errored)
            _ = play.passes(.seconds(1801))
            #expect(play.fleet.state(of: "a") == .running)
        }
    }

    @Test("[local-25] kills a step whose time is up", arguments: [LocalStep.bootstrap, .install, .startup])
    func late(step: LocalStep) throws {
        var play = try Play(LocalFleet.Member("a", steps: [step: Self.limit]))
        _ = play.take(.tick)
        #expect(play.fleet.nextDeadline == .seconds(120))
        #expect(play.passes(.seconds(120)).contains("kill a.\(step)"))
        _ = play.take(.ended("a", step, .signal(9)))
        #expect(play.take(.gone("a", step)) == ["a ERRORED: \(step) took longer than 120 s"])
    }

    @Test("[local-26] is killed where it does not end when asked to")
    func stubborn() throws {
        var play = try Play(Self.member("a"))
        _ = play.take(.tick)
        #expect(play.take(.unwanted(nil)) == ["terminate a.run", "a STOPPING"])
        #expect(play.fleet.nextDeadline == .seconds(15))
        #expect(
            play.passes(.seconds(15)) == ["kill a.run", "a STOPPING: it did not end when asked to, and is killed"]
        )
        #expect(play.passes(.seconds(1)) == [])
        #expect(play.ends("a", .run, .signal(9)) == ["a INSTALLED"])
        #expect(play.fleet.isOver)
    }

    @Test("[local-26] is asked to end although its shutdown hangs")
    func hanging() throws {
        var play = try Play(LocalFleet.Member("a", steps: [.run: Self.endless, .shutdown: .seconds(15)]))
        _ = play.take(.tick)
        _ = play.take(.unwanted(nil))
        #expect(play.passes(.seconds(15)) == ["kill a.shutdown", "a STOPPING: shutdown took too long"])
        #expect(play.ends("a", .shutdown, .signal(9)) == ["kill a.shutdown", "terminate a.run"])
        #expect(play.ends("a", .run, .signal(15)) == ["a INSTALLED"])
    }

    @Test("[local-27] recovers after a failure, before it is tried again")
    func recovers() throws {
        var play = try Play(LocalFleet.Member("a", steps: [.run: Self.endless, .recover: .seconds(60)]))
        _ = play.take(.tick)
        #expect(
            play.ends("a", .run, .exited(1)) == ["kill a.run", "start a.recover", "a ERRORED: run ended: exit code 1"]
        )
        play.now += .seconds(5)
        #expect(play.ends("a", .recover) == ["kill a.recover", "a INSTALLED", "start a.run", "a RUNNING"])
    }

    @Test("[local-20] is not wanted any more in the middle of a step")
    func interrupted() throws {
        var play = try Play(LocalFleet.Member("a", steps: [.install: Self.limit, .run: Self.endless]))
        _ = play.take(.tick)
        #expect(play.take(.unwanted(nil)).contains("kill a.install"))
        #expect(!play.fleet.isOver)
        _ = play.ends("a", .install, .signal(9))
        #expect(play.fleet.isOver)
        #expect(play.fleet.state(of: "a") == .new)
    }

    @Test("[local-28] does not start, or is lost with its guard: that is a failure")
    func refused() throws {
        var play = try Play(Self.member("a"))
        _ = play.take(.tick)
        #expect(play.take(.refused("a", .run, "no process")) == ["a ERRORED: no process"])
        _ = play.passes(.seconds(1))
        #expect(play.take(.gone("a", .run)) == ["a ERRORED: run was killed together with its guard"])
    }

    @Test("[local-21] refuses a circle, with the names on it")
    func circle() {
        let error = #expect(throws: ReleaseError.self) {
            _ = try LocalFleet([
                Self.member("a", hard: ["b"]), Self.member("b", soft: ["c"]), Self.member("c", hard: ["b"]),
            ])
        }
        #expect(error?.message.contains("b → c → b") == true)
    }
}
