/// What `OBJECT ENCODING` calls the way Redis 7.0 would keep `value`.
func encoding(of value: Value) -> String {
    switch value {
    case .string(let bytes): Int64(redisBytes: bytes) != nil ? "int" : bytes.count <= 44 ? "embstr" : "raw"
    case .list: "quicklist"
    case .hash(let hash): hash.isLarge ? "hashtable" : "listpack"
    case .set(let set): set.isIntegers ? "intset" : "hashtable"
    case .sortedSet(let set): set.isLarge ? "skiplist" : "listpack"
    case .stream: "stream"
    }
}

/// About how many bytes `value` takes.
func size(of value: Value) -> Int {
    switch value {
    case .string(let bytes): bytes.count
    case .list(let list): list.items.elements.reduce(0) { $0 + $1.count + 16 }
    case .hash(let hash): hash.fields.elements.reduce(0) { $0 + $1.key.bytes.count + $1.value.count + 64 }
    case .set(let set): set.members.elements.reduce(0) { $0 + $1.key.bytes.count + 48 }
    case .sortedSet(let set): set.scores.elements.reduce(0) { $0 + $1.key.bytes.count + 80 }
    case .stream(let stream):
        stream.entries.elements.reduce(0) { sum, entry in entry.fields.reduce(sum + 24) { $0 + $1.count + 8 } }
    }
}
