/// What Redis 7.0 says of one command: a line of `commandFacts`.
struct CommandFacts: Sendable {
    /// `get`, or `xgroup|create`.
    var name: String
    var arity: Int
    var flags: CommandFlags
    /// The names of the flags in the order of Redis.
    var flagNames: [String]
    var keys: KeyPositions
    /// With `@`, in the order of Redis.
    var categories: [String]
    var tips: [String]
    var keySpecifications: [KeySpecification]

    init?(line: Substring) {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, let arity = Int(parts[1]) else { return nil }
        let positions = parts[3].split(separator: ",").compactMap { Int($0) }
        guard positions.count == 3 else { return nil }
        name = parts[0].replacing(" ", with: "|")
        self.arity = arity
        flagNames = parts[2].split(separator: ",").map(String.init)
        flags = CommandFlags(names: flagNames)
        keys = KeyPositions(first: positions[0], last: positions[1], step: positions[2])
        categories = parts[4].split(separator: ",").map { "@\($0)" }
        tips = parts[5].split(separator: ";").map(String.init)
        keySpecifications = parts[6].split(separator: ";").compactMap { KeySpecification(text: $0) }
    }

    /// By the name of the command.
    static let all: [String: CommandFacts] = {
        let facts = commandFacts.split(separator: "\n").compactMap { CommandFacts(line: $0) }
        return Dictionary(facts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
