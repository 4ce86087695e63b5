import Determinism

/// One use of a command: its words, who sent it, and what it may touch.
struct Invocation {
    let engine: Engine
    let client: Client
    let command: Command
    /// The words, with the name (and the subcommand's name) first.
    let words: [[UInt8]]

    var count: Int { words.count }
    var keyspace: Keyspace { engine.keyspace }
    /// In milliseconds since 1970.
    var now: Int64 { engine.keyspace.now }

    /// The word at `index`; empty where there is none.
    subscript(index: Int) -> [UInt8] { words.indices.contains(index) ? words[index] : [] }

    func key(_ index: Int) -> Key { Key(self[index]) }

    /// The words from `index` on.
    func rest(from index: Int) -> ArraySlice<[UInt8]> { words.dropFirst(index) }
    func keys(from index: Int) -> [Key] { rest(from: index).map(Key.init) }

    /// The word at `index` in upper case, for options.
    func option(_ index: Int) -> String { Self.upperCased(self[index]) }

    static func upperCased(_ word: [UInt8]) -> String {
        String(decoding: word.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
    }

    func integer(_ index: Int, or error: RedisError = .notAnInteger) throws(RedisError) -> Int64 {
        guard let value = Int64(redisBytes: self[index]) else { throw error }
        return value
    }

    /// An integer that fits where things are counted; larger ones are as good as the largest.
    func int(_ index: Int, or error: RedisError = .notAnInteger) throws(RedisError) -> Int {
        Int(clamping: try integer(index, or: error))
    }

    func double(_ index: Int) throws(RedisError) -> Double {
        guard let value = Double(redisBytes: self[index]) else { throw .notAFloat }
        return value
    }

    /// How many bytes the words take as a request.
    var wireBytes: Int {
        words.reduce("*\(words.count)\r\n".utf8.count) { $0 + "$\($1.count)\r\n\r\n".utf8.count + $1.count }
    }

    // MARK: - What keys hold

    func entry(_ key: Key, isPeek: Bool = false) -> Database.Entry? {
        let entry = keyspace.entry(key, in: client.database, isPeek: isPeek)
        if !isPeek, command.flags.contains(.readonly) {
            if entry == nil {
                keyspace.misses &+= 1
                if engine.events.contains(.miss) { engine.notify(.miss, "keymiss", key, in: client.database) }
            } else {
                keyspace.hits &+= 1
            }
        }
        return entry
    }

    func exists(_ key: Key) -> Bool { entry(key) != nil }

    func string(_ key: Key) throws(RedisError) -> [UInt8]? {
        guard let entry = entry(key) else { return nil }
        guard case .string(let bytes) = entry.value else { throw .wrongType }
        return bytes
    }

    func hash(_ key: Key) throws(RedisError) -> HashTable? {
        guard let entry = entry(key) else { return nil }
        guard case .hash(let hash) = entry.value else { throw .wrongType }
        return hash
    }

    func list(_ key: Key) throws(RedisError) -> List? {
        guard let entry = entry(key) else { return nil }
        guard case .list(let list) = entry.value else { throw .wrongType }
        return list
    }

    func set(_ key: Key) throws(RedisError) -> MemberSet? {
        guard let entry = entry(key) else { return nil }
        guard case .set(let set) = entry.value else { throw .wrongType }
        return set
    }

    func sortedSet(_ key: Key) throws(RedisError) -> SortedSet? {
        guard let entry = entry(key) else { return nil }
        guard case .sortedSet(let set) = entry.value else { throw .wrongType }
        return set
    }

    func stream(_ key: Key) throws(RedisError) -> Stream? {
        guard let entry = entry(key) else { return nil }
        guard case .stream(let stream) = entry.value else { throw .wrongType }
        return stream
    }

    // MARK: - Changes

    /// The string was changed in its place: Redis keeps it unshared from then on.
    func markRaw(_ key: Key) { keyspace.rawStrings.insert(LocatedKey(database: client.database, key: key)) }

    func apply(_ effect: Effect) { keyspace.apply(effect, in: client.database) }

    /// A number below `bound` from the instance's randomness.
    func random(below bound: Int) -> Int {
        Int(truncatingIfNeeded: engine.random.next(below: UInt64(max(0, bound))))
    }
}
