/// One change of one database: the only way in which anything changes.
///
/// An effect says what became of the data, not which command did it. It is read three times: by `Keyspace`, which
/// changes the structures in memory; by `EffectWriter`, which puts it into the log; by `TypedTables`, which folds it
/// into the tables that people read. A container that becomes empty is gone, except a stream.
enum Effect: Equatable {
    case delete(Key)
    /// Replaces whatever the key held; `expiresAt` is nil when it then never expires.
    case string(Key, [UInt8], expiresAt: Int64?)
    /// In milliseconds since 1970; nil takes the expiry away.
    case expiry(Key, Int64?)
    /// Replaces whatever `to` held. The expiry goes with the value.
    case rename(Key, to: Key)
    case move(Key, toDatabase: Int)
    case hashSet(Key, [FieldValue])
    case hashDelete(Key, [Key])
    case listPush(Key, ListEnd, [[UInt8]])
    case listPop(Key, ListEnd, Int)
    case listSet(Key, Int, [UInt8])
    /// The whole new content, after a change in the middle.
    case list(Key, [[UInt8]])
    case setAdd(Key, [Key])
    case setRemove(Key, [Key])
    case sortedSetAdd(Key, [ScoredMember])
    case sortedSetRemove(Key, [Key])
    /// Creates the stream when it is missing.
    case stream(Key, lastID: StreamID, entriesAdded: Int64, maxDeletedID: StreamID)
    case streamAppend(Key, StreamID, [[UInt8]])
    case streamDelete(Key, [StreamID])
    /// Takes so many of the oldest entries.
    case streamTrim(Key, Int)
    /// Creates the group or moves it.
    case group(Key, Key, lastID: StreamID, entriesRead: Int64?)
    case groupDestroy(Key, Key)
    /// Creates the consumer, or notes that it was seen.
    case consumer(Key, Key, Key, seenAt: Int64)
    /// With everything pending for it.
    case consumerDelete(Key, Key, Key)
    case pending(Key, Key, StreamID, consumer: Key, deliveredAt: Int64, deliveries: Int64)
    case pendingRemove(Key, Key, [StreamID])
    case flush
    /// The whole contents of two databases change places.
    case swap(Int)
    /// Keeps the code of a library of functions, or forgets it. It belongs to no database.
    case library(Key, [UInt8]?)
}

struct FieldValue: Equatable {
    var field: Key
    var value: [UInt8]
}

struct ScoredMember: Equatable {
    var member: Key
    var score: Double
}

enum ListEnd: UInt8 {
    case left
    case right

    var opposite: ListEnd { self == .left ? .right : .left }
}

/// An effect and the number of the database it changes.
struct LocatedEffect: Equatable {
    var database: Int
    var effect: Effect
}

extension Effect {
    /// The key it changes; nil for those that change all of them.
    var key: Key? {
        switch self {
        case .delete(let key), .string(let key, _, _), .expiry(let key, _), .rename(let key, _), .move(let key, _),
            .hashSet(let key, _), .hashDelete(let key, _), .listPush(let key, _, _), .listPop(let key, _, _),
            .listSet(let key, _, _), .list(let key, _), .setAdd(let key, _), .setRemove(let key, _),
            .sortedSetAdd(let key, _), .sortedSetRemove(let key, _), .stream(let key, _, _, _),
            .streamAppend(let key, _, _), .streamDelete(let key, _), .streamTrim(let key, _),
            .group(let key, _, _, _), .groupDestroy(let key, _), .consumer(let key, _, _, _),
            .consumerDelete(let key, _, _), .pending(let key, _, _, _, _, _), .pendingRemove(let key, _, _):
            key
        case .flush, .swap, .library: nil
        }
    }
}
