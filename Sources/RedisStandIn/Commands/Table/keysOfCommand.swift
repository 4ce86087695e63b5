/// A key among the words of a command, and what is done with it.
struct KeyUse {
    var index: Int
    var flags: [String]
    var needsRead: Bool { flags.contains("access") }
    var needsWrite: Bool { flags.contains("insert") || flags.contains("update") || flags.contains("delete") }
}

extension Command {
    /// The keys among `words`, as the getkeys functions of Redis find them; nil when the words make no sense.
    func keyUses(in words: [[UInt8]]) -> [KeyUse]? {
        if name == "sort" || name == "sort_ro" { return sortKeys(words) }
        if name == "migrate", words.count > 3 {
            return migratedKeys(words).map { KeyUse(index: $0, flags: ["RW", "access", "delete"]) }
        }
        if name == "georadius" || name == "georadiusbymember" { return storeKeys(words) }
        if name == "set" { return words.count > 1 ? [KeyUse(index: 1, flags: setFlags(words))] : [] }
        if name == "bitfield" { return words.count > 1 ? [KeyUse(index: 1, flags: bitfieldFlags(words))] : [] }
        guard let facts else { return [] }
        var uses: [KeyUse] = []
        for specification in facts.keySpecifications {
            guard let indices = specification.indices(in: words) else { return nil }
            uses += indices.map { KeyUse(index: $0, flags: specification.flags) }
        }
        return uses
    }

    /// The key, or those after `KEYS` when it is empty.
    private func migratedKeys(_ words: [[UInt8]]) -> [Int] {
        if !words[3].isEmpty { return [3] }
        var index = 6
        while index < words.count {
            switch Invocation.upperCased(words[index]) {
            case "KEYS": return Array((index + 1)..<words.count)
            case "AUTH": index += 1
            case "AUTH2": index += 2
            default: break
            }
            index += 1
        }
        return [3]
    }

    private func sortKeys(_ words: [[UInt8]]) -> [KeyUse] {
        var uses = [KeyUse(index: 1, flags: ["RO", "access"])]
        var index = 2
        var store: Int?
        while index < words.count {
            switch Invocation.upperCased(words[index]) {
            case "LIMIT": index += 2
            case "GET", "BY": index += 1
            case "STORE" where index + 1 < words.count && name == "sort":
                store = index + 1
                index += 1
            default: break
            }
            index += 1
        }
        // The last STORE counts.
        if let store { uses.append(KeyUse(index: store, flags: ["OW", "update"])) }
        return uses
    }

    private func storeKeys(_ words: [[UInt8]]) -> [KeyUse] {
        var uses = [KeyUse(index: 1, flags: ["RO", "access"])]
        var store: Int?
        for index in words.indices.dropFirst(5)
        where ["STORE", "STOREDIST"].contains(Invocation.upperCased(words[index])) {
            if index + 1 < words.count { store = index + 1 }
        }
        if let store { uses.append(KeyUse(index: store, flags: ["OW", "update"])) }
        return uses
    }

    private func setFlags(_ words: [[UInt8]]) -> [String] {
        let reads = words.dropFirst(3).contains { Invocation.upperCased($0) == "GET" }
        return reads ? ["RW", "access", "update"] : ["OW", "update"]
    }

    private func bitfieldFlags(_ words: [[UInt8]]) -> [String] {
        let writes = words.dropFirst(2).contains { ["SET", "INCRBY"].contains(Invocation.upperCased($0)) }
        return writes ? ["RW", "access", "update"] : ["RO", "access"]
    }
}
