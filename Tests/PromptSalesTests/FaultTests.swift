import Determinism
import Emulator
import HTTP
import Images
import JSONTree
import Testing

/// What goes wrong because somebody asked for it, on a whole system.
@Suite(.timeLimit(.minutes(2)), .serialized) struct FaultTests {
    @Test func `a status is answered in the callee's place, and the journal says why`() async throws {
        try await RunningSystem.run { (system) async throws in
            let token = try await system.token()
            let key = try system.instance.faultKey(part: "content", edge: nil)
            system.instance.faults.declare(Fault(failure: .status(503)), at: key)
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 503)
            let entry = try #require(
                system.instance.journal.entries().last { $0.callee == "content" && $0.caller == "gateway" })
            #expect(entry.outcome == "503")
            #expect(entry.reason?.contains("a fault declared for 'content'") == true)
            // What let the request through still stands there, with its line.
            #expect(entry.reason?.contains("NetworkPolicy") == true && entry.span != nil)
            #expect(system.instance.faults.clear(key))
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 200)
        }
    }

    @Test func `a broken connection is one to the gateway, and to a store`() async throws {
        try await RunningSystem.run { (system) async throws in
            let instance = system.instance
            let token = try await system.token()
            instance.faults.declare(Fault(failure: .reset), at: try instance.faultKey(part: "content", edge: "gateway"))
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 503)
            #expect(instance.journal.entries().contains { $0.callee == "content" && $0.outcome == "reset" })
            #expect(instance.faults.clear(EdgeKey(callee: "content", caller: "gateway")))

            // An ALB's word for a target that breaks off.
            let gateway = try instance.faultKey(part: "gateway", edge: nil)
            instance.faults.declare(Fault(failure: .reset), at: gateway)
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 502)
            #expect(instance.journal.entries().contains { $0.callee == "alb" && $0.outcome == "502" })
            #expect(instance.faults.clear(gateway))

            instance.faults.declare(Fault(failure: .reset), at: try instance.faultKey(part: "content-db", edge: nil))
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 503)
            #expect(instance.journal.entries().contains { $0.callee == "content-db" && $0.outcome == "reset" })
            #expect(throws: UnusableFault.self) {
                try instance.faultKey(part: "content-db", edge: nil, for: Fault(failure: .status(500)))
            }
            #expect(throws: UnknownPart.self) { try instance.faultKey(part: "contend", edge: nil) }
        }
    }

    @Test func `a fault of one edge leaves the others alone, and one with a share strikes so many`() async throws {
        try await RunningSystem.run { (system) async throws in
            let instance = system.instance
            let content = try #require(instance.network(of: "content"))
            let ads = try #require(instance.network(of: "ads"))
            let request = try #require(Request(url: "https://graph.facebook.com/me"))
            instance.faults.declare(
                Fault(failure: .status(599)), at: try instance.faultKey(part: "meta", edge: "content"))
            #expect(try await content.send(request).status.code == 599)
            #expect(try await ads.send(request).status.code != 599)

            instance.faults.declare(
                Fault(failure: .status(599), share: 0.25), at: try instance.faultKey(part: "meta", edge: "content"))
            var struck = 0
            for _ in 0..<400 where try await content.send(request).status.code == 599 { struck += 1 }
            #expect((60...140).contains(struck), "\(struck) of 400")
        }
    }

    @Test func `a delay passes on the system's clock`() async throws {
        try await RunningSystem.run { (system) async throws in
            let instance = system.instance
            let network = try #require(instance.network(of: "content"))
            let request = try #require(Request(url: "https://graph.facebook.com/me"))
            instance.faults.declare(
                Fault(delay: .seconds(3600)), at: try instance.faultKey(part: "meta", edge: "content"))
            let start = instance.clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await network.send(request) }
                group.addTask {
                    while !Task.isCancelled {
                        instance.clock.advance(by: .seconds(600))
                        try? await Task.sleep(for: .milliseconds(5))
                    }
                }
                try await group.next()
                group.cancelAll()
            }
            #expect(instance.clock.now - start >= .seconds(3600))
        }
    }

    /// The gateway's health check has 5 seconds and is asked anew after 10; the load balancer waits 60 for an answer.
    @Test func `a target that answers its health check too late is not healthy`() async throws {
        try await RunningSystem.run { (system) async throws in
            let instance = system.instance
            let token = try await system.token()
            func reason() async throws -> String {
                let answer = try await system.call(.get, "/content/drafts", token: token)
                #expect(answer.status == 200)
                return try #require(instance.journal.entries().last { $0.callee == "alb" }?.reason)
            }
            #expect(try await !reason().contains("is healthy"))
            instance.faults.declare(Fault(delay: .seconds(8)), at: try instance.faultKey(part: "gateway", edge: nil))
            instance.clock.advance(by: .seconds(10))
            let late = try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask { try await reason() }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .milliseconds(5))
                        instance.clock.advance(by: .milliseconds(100))
                    }
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
            #expect(late?.contains("is healthy, so the load balancer sends to all of them") == true, "\(late ?? "-")")
        }
    }

    @Test func `a document says what a fault is, and what it cannot be`() throws {
        let fault = try Fault(["delay": 0.5, "status": 503, "share": 0.1])
        #expect(fault == Fault(delay: .milliseconds(500), failure: .status(503), share: 0.1))
        #expect(try Fault(fault.json) == fault)
        #expect(try Fault(["reset": true]).failure == .reset)
        let wrong: [JSON] = [
            [:], ["delay": -1], ["delay": "1"], ["status": 200], ["status": 600], ["status": 500, "reset": true],
            ["share": 0, "reset": true], ["share": 1.5, "reset": true], ["latency": 1], ["reset": false],
        ]
        for document in wrong { #expect(throws: UnusableFault.self) { try Fault(document) } }
    }
}
