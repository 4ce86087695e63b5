import Determinism
import Fidelity
import NIOCore

/// libFuzzer's entry: one input is what one client sends, in two pieces, to a server that has a few keys of every type.
///
/// It is compiled together with the stand-in's own sources. Whatever the bytes are, nothing may trap; every reply is encoded,
/// and every change is written as the log writes it and read back.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    if input.first == 0xFF {
        // The log is not written by strangers, but a damaged file must end in an error.
        _ = try? EffectReader.effects(in: Array(input.dropFirst()))
        return 0
    }
    Fuzzed.server.take(input)
    return 0
}

/// The server that lives as long as the fuzzer.
private enum Fuzzed {
    nonisolated(unsafe) static let server = FuzzedServer()
}

private final class FuzzedServer {
    private let engine: Engine
    private var nextID: Client.ID = 1

    /// What every input finds.
    private static let seeds = [
        "SET s text", "SET n 10", "SET e soon EX 100", "SETBIT b 9 1", "RPUSH l a b c 1 2 3", "HSET h f v n 1 g w",
        "SADD i 1 2 3", "SADD m a b c", "ZADD z 1 a 2 b 3 c", "XADD x 1-1 f v", "XADD x 2-1 f v g w",
        "XGROUP CREATE x g 0", "XREADGROUP GROUP g c COUNT 1 STREAMS x >",
    ]

    init() {
        let keyspace = Keyspace()
        engine = Engine(
            name: "fuzz", keyspace: keyspace, table: .standard, users: [.open],
            clock: InstanceClock(frozenAt: Timestamp(seconds: 1_767_323_045)), random: SeededRandom(seed: 1),
            ledger: Ledger())
    }

    func take(_ input: [UInt8]) {
        // Half a gigabyte, which one `SETBIT` may ask for, is no fault but takes long.
        engine.settings.set("proto-max-bulk-len", to: "1048576")
        engine.settingsChanged()
        turn { send in
            send(Array("FLUSHALL".utf8))
            for seed in Self.seeds { send(Array(seed.utf8)) }
        }
        turn { send in
            let cut = input.count / 2
            send(Array(input[..<cut]), false)
            send(Array(input[cut...]), false)
        }
        checkLog()
    }

    /// One client's whole life: `body` is given what sends its bytes; a line of its own unless told otherwise.
    private func turn(_ body: (Sender) -> Void) {
        let id = nextID
        nextID += 1
        let client = Client(
            id: id, remoteAddress: "127.0.0.1:1", user: engine.defaultUser, now: engine.keyspace.now,
            deliver: { delivery in
                let bytes = ReplyBuffer()
                for item in delivery.items { RESPEncoder(version: item.version).encode(item.value, into: bytes) }
            })
        engine.beginTurn()
        engine.add(client)
        var decoder = RequestDecoder()
        body(
            Sender { bytes, isLine in
                decoder.append(ByteBuffer(bytes: isLine ? bytes + [0x0D, 0x0A] : bytes))
                _ = decoder.lookAhead(16) { _ = ByteHash.hash(of: $0) }
                do throws(ProtocolError) {
                    while let words = try decoder.next() {
                        if Self.isAllowed(words) { self.engine.receive(words, from: client) }
                    }
                } catch {
                    self.engine.fail(client, error.reply)
                }
            })
        engine.endTurn()
        engine.beginTurn()
        engine.close(client)
        engine.endTurn()
    }

    /// Scripts may run for ever, which is what they are asked for.
    private static func isAllowed(_ words: [[UInt8]]) -> Bool {
        guard let first = words.first, let command = CommandTable.standard.command(first) else { return true }
        return command.group != .scripting && !["debug", "shutdown"].contains(command.name)
    }

    /// What the keys hold now is written as effects and read back.
    private func checkLog() {
        var writer = EffectWriter()
        var count = 0
        for number in 0..<Keyspace.databaseCount {
            for (key, entry) in engine.keyspace[number].entries.elements {
                for effect in copies(of: entry.value, to: key) {
                    writer.write(effect, in: number)
                    count += 1
                }
            }
        }
        guard let read = try? EffectReader.effects(in: writer.bytes), read.count == count else {
            preconditionFailure("the log cannot be read back")
        }
    }
}

private struct Sender {
    let send: ([UInt8], Bool) -> Void
    func callAsFunction(_ bytes: [UInt8], _ isLine: Bool = true) { send(bytes, isLine) }
}
