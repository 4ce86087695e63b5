/// Up to where Redis packs small values: the limits at which `OBJECT ENCODING` and `DUMP` change.
struct EncodingLimits: Equatable {
    var hashEntries = 512
    var hashValue = 64
    var setIntegers = 512
    var sortedSetEntries = 128
    var sortedSetValue = 64
    /// `list-max-listpack-size`: a number of items, or -1 to -5 for 4 to 64 kilobytes.
    var listPack = -2
    var streamNodeBytes = 4096
    var streamNodeEntries = 100
    var sparseHyperLogLog = 3000

    init() {}

    init(_ settings: Settings) {
        func number(_ name: String) -> Int { Int(clamping: settings.integer(name)) }
        hashEntries = number("hash-max-listpack-entries")
        hashValue = number("hash-max-listpack-value")
        setIntegers = number("set-max-intset-entries")
        sortedSetEntries = number("zset-max-listpack-entries")
        sortedSetValue = number("zset-max-listpack-value")
        listPack = number("list-max-listpack-size")
        streamNodeBytes = number("stream-node-max-bytes")
        streamNodeEntries = number("stream-node-max-entries")
        sparseHyperLogLog = number("hll-sparse-max-bytes")
    }
}
