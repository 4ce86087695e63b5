package import Fidelity
import Synchronization

/// One command: what `COMMAND` says about it, how faithful it is, and what it does.
///
/// Every command is a value of this type in a file of its own. `CommandTable` holds them all; dispatch, the arity
/// errors, `COMMAND`, the ledger and the coverage page come from there.
package final class Command: Sendable {
    /// In lower case; a subcommand is `parent|child`.
    package let name: String
    /// How many words it has with its name; negative for "at least".
    package let arity: Int
    package let flags: CommandFlags
    package let keys: KeyPositions
    package let group: CommandGroup
    /// The version of Redis that brought it.
    package let since: String
    package let summary: String
    package let fidelity: Fidelity
    package let subcommands: [Command]
    let body: Body
    /// What Redis says of it; nil for a command that Redis does not have.
    let facts: CommandFacts?
    /// It changes no data and would still be sent to replicas: a read-only script may not use it.
    let mayReplicate: Bool
    /// It runs what a client wrote, which may take long.
    let runsScripts: Bool
    /// As people write it: `XGROUP CREATE`.
    package let displayName: String
    /// Its own number, for what is counted by command; below `count`.
    let ordinal: Int
    /// Not queued by `MULTI`.
    let runsInsideMulti: Bool
    /// What a RESP2 connection that listens to channels may still do.
    let runsWhileSubscribed: Bool

    enum Body: Sendable {
        /// Answers at once with one reply.
        case reply(@Sendable (Invocation) throws(RedisError) -> RESPValue)
        /// May also wait, answer several times, or close the connection.
        case outcome(@Sendable (Invocation) throws(RedisError) -> Outcome)
        /// Only its subcommands do something.
        case container
        /// Known, and not done here. Answered as an unknown command, which every client can handle.
        case unsupported
    }

    init(
        _ name: String, arity: Int, flags: CommandFlags, keys: KeyPositions = .none, group: CommandGroup,
        since: String, summary: String, fidelity: Fidelity = .exact, subcommands: [Command] = [], body: Body
    ) {
        self.name = name
        // The declaration is for the reader; where Redis says more, that counts.
        facts = CommandFacts.all[name]
        self.arity = facts?.arity ?? arity
        self.flags = facts?.flags ?? flags
        self.keys = facts?.keys ?? keys
        self.group = group
        self.since = since
        self.summary = summary
        self.fidelity = fidelity
        self.subcommands = subcommands
        self.body = body
        displayName = name.uppercased().split(separator: "|").joined(separator: " ")
        ordinal = Self.counter.add(1, ordering: .relaxed).oldValue
        mayReplicate = Self.replicating.contains(name)
        runsScripts = Self.scripting.contains(name)
        runsInsideMulti = Self.insideMulti.contains(name)
        runsWhileSubscribed = Self.whileSubscribed.contains(name)
    }

    private static let counter = Atomic(0)
    static var count: Int { counter.load(ordering: .relaxed) }

    private static let insideMulti: Set<String> = ["exec", "discard", "multi", "watch", "quit", "reset"]
    private static let scripting: Set<String> = ["eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro"]
    private static let replicating: Set<String> = ["publish", "spublish", "pfcount", "eval", "evalsha", "fcall"]
    private static let whileSubscribed: Set<String> = [
        "ping", "subscribe", "ssubscribe", "sunsubscribe", "unsubscribe", "psubscribe", "punsubscribe", "quit",
        "reset",
    ]

    convenience init(
        _ name: String, arity: Int, flags: CommandFlags, keys: KeyPositions = .none, group: CommandGroup,
        since: String, summary: String, fidelity: Fidelity = .exact,
        reply: @escaping @Sendable (Invocation) throws(RedisError) -> RESPValue
    ) {
        self.init(
            name, arity: arity, flags: flags, keys: keys, group: group, since: since, summary: summary,
            fidelity: fidelity, body: .reply(reply))
    }

    convenience init(
        _ name: String, arity: Int, flags: CommandFlags, keys: KeyPositions = .none, group: CommandGroup,
        since: String, summary: String, fidelity: Fidelity = .exact,
        outcome: @escaping @Sendable (Invocation) throws(RedisError) -> Outcome
    ) {
        self.init(
            name, arity: arity, flags: flags, keys: keys, group: group, since: since, summary: summary,
            fidelity: fidelity, body: .outcome(outcome))
    }

    /// A command that this stand-in knows and does not do, with the reason.
    convenience init(
        unsupported name: String, arity: Int, group: CommandGroup, since: String, summary: String, reason: String
    ) {
        self.init(
            name, arity: arity, flags: [], group: group, since: since, summary: summary,
            fidelity: .unsupported(reason), body: .unsupported)
    }

    /// Whether `count` words, with the name, are as many as it takes.
    func accepts(_ count: Int) -> Bool { arity >= 0 ? count == arity : count >= -arity }

    /// For a subcommand, the part after `|`.
    var lastName: String { String(name.split(separator: "|").last ?? "") }
}

/// What a command that is more than one reply comes to.
enum Outcome {
    case reply(RESPValue)
    case replies([RESPValue])
    /// Nothing now; the reply comes when a key changes or the time is over.
    case wait(WaitRequest)
    /// The last reply on this connection.
    case close(RESPValue)
}

/// What a blocking command waits for.
struct WaitRequest {
    var keys: [Key]
    /// In milliseconds since 1970; nil waits for ever.
    var deadline: Int64?
    /// What it answers when the time is over.
    var timeoutReply: RESPValue
    /// What it answers inside a transaction, where nothing waits; `timeoutReply` unless it says otherwise.
    var transactionReply: RESPValue?
    /// Tried again when one of the keys has changed, which is given; nil goes on waiting.
    var retry: (Invocation, Key) throws(RedisError) -> RESPValue?
}
