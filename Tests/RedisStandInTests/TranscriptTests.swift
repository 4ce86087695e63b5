import Determinism
import RedisStandIn
import Testing

@Suite(.timeLimit(.minutes(1))) struct TranscriptTests {
    @Test(arguments: Transcript.all)
    func `every exchange is answered byte for byte as Redis 7.0 answers it`(_ transcript: Transcript) async throws {
        try await withListener(clock: InstanceClock()) { port, standIn in
            var replay = Replay(transcript, standIn.makeSession(remoteAddress: "observer"))
            try await replay.open(port, transcript.connections)
        }
    }

    @Test func `there are at least 1,500 recorded exchanges`() {
        #expect(Transcript.all.reduce(0) { $0 + $1.exchanges } >= 1_500)
    }
}

extension Transcript {
    /// In the order in which they first speak.
    var connections: [Character] {
        steps.reduce(into: []) { names, step in
            if case .send(let name, _) = step.step, !names.contains(name) { names.append(name) }
        }
    }
}

extension Transcript {
    /// Whether the command at `index` was answered at once.
    func answers(_ name: Character, after index: Int) -> Bool {
        guard steps.indices.contains(index + 1) else { return false }
        switch steps[index + 1].step {
        case .expect(let other, _), .expectEnd(let other): return other == name
        case .send: return false
        }
    }
}

/// Goes through one transcript with as many connections as it has.
private struct Replay {
    let transcript: Transcript
    var connections: [Character: TestConnection] = [:]

    /// Sees what is blocked.
    let observer: RedisSession

    init(_ transcript: Transcript, _ observer: RedisSession) {
        self.transcript = transcript
        self.observer = observer
    }

    mutating func open(_ port: Int, _ names: [Character]) async throws {
        guard let name = names.first else { return try await run() }
        var copy = self
        try await TestConnection.open(port) { connection in
            copy.connections[name] = connection
            try await copy.open(port, Array(names.dropFirst()))
        }
    }

    private static func isBlocking(_ command: String) -> Bool {
        ["BLOCK", "BLPOP", "BRPOP", "BLMOVE", "BLMPOP", "BZ"].contains { command.contains($0) }
    }

    private func run() async throws {
        var command = ""
        var blocked: Set<Character> = []
        for (index, (line, text, step)) in transcript.steps.enumerated() {
            switch step {
            case .send(let name, let bytes):
                command = text
                try await connections[name]?.send(bytes)
                if Self.isBlocking(text), !transcript.answers(name, after: index) {
                    blocked.insert(name)
                    // The next command comes on another connection: it must not overtake this one.
                    while await observer.execute("INFO", "clients").text?
                        .contains("blocked_clients:\(blocked.count)\r\n") != true
                    {}
                }
            case .expect(let name, let bytes):
                blocked.remove(name)
                let got = try await connections[name]?.read(bytes) ?? []
                if got != bytes {
                    Issue.record(
                        """
                        \(transcript.name).txt:\(line): \(command)
                        - \(Transcript.escaped(bytes))
                        + \(Transcript.escaped(got))
                        """)
                    return
                }
            case .expectEnd(let name): #expect(try await connections[name]?.isAtEnd() == true)
            }
        }
    }
}
