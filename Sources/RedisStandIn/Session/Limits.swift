/// What clients and memory are held to, as `CONFIG` sets it. The values are Redis 7.0's defaults.
struct Limits: Equatable {
    /// `maxclients`.
    var clients = 10_000
    /// `proto-max-bulk-len`.
    var bulkLength = RequestDecoder.bulkLimit
    /// `client-query-buffer-limit`.
    var queryBuffer = 1024 * 1024 * 1024
    /// `client-output-buffer-limit normal` and `pubsub`.
    var normalOutput = OutputLimit(hard: 0, soft: 0, softSeconds: 0)
    var pubSubOutput = OutputLimit(hard: 32 * 1024 * 1024, soft: 8 * 1024 * 1024, softSeconds: 60)
    /// `timeout`: seconds after which an idle client is closed; 0 for never.
    var idleSeconds: Int64 = 0
    /// `min-replicas-to-write`: with fewer replicas, nothing is written.
    var replicasToWrite = 0
    /// `maxmemory` in bytes; 0 for no limit.
    var memory = 0
    /// `maxmemory-policy`.
    var eviction = EvictionPolicy.noeviction
    /// `maxmemory-samples`.
    var evictionSamples = 5
    /// `lfu-log-factor` and `lfu-decay-time`.
    var frequency = AccessFrequency.Settings()

    /// How much may wait to be sent to a client; 0 for any amount.
    struct OutputLimit: Equatable {
        var hard: Int
        var soft: Int
        var softSeconds: Int64
    }
}

/// Which keys make room when memory is short: `maxmemory-policy`.
enum EvictionPolicy: String, CaseIterable {
    case noeviction
    case allkeysLRU = "allkeys-lru"
    case allkeysLFU = "allkeys-lfu"
    case allkeysRandom = "allkeys-random"
    case volatileLRU = "volatile-lru"
    case volatileLFU = "volatile-lfu"
    case volatileRandom = "volatile-random"
    case volatileTTL = "volatile-ttl"

    var countsFrequency: Bool { self == .allkeysLFU || self == .volatileLFU }

    /// Only keys that expire may go.
    var onlyExpiring: Bool {
        switch self {
        case .volatileLRU, .volatileLFU, .volatileRandom, .volatileTTL: true
        case .noeviction, .allkeysLRU, .allkeysLFU, .allkeysRandom: false
        }
    }
}
