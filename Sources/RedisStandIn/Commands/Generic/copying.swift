/// The effects that make `key` hold a copy of `value`, without its expiry.
func copies(of value: Value, to key: Key) -> [Effect] {
    switch value {
    case .string(let bytes): return [.string(key, bytes, expiresAt: nil)]
    case .list(let list): return [.list(key, list.items.elements)]
    case .hash(let hash):
        return [.hashSet(key, hash.fields.elements.map { FieldValue(field: $0.key, value: $0.value) })]
    case .set(let set): return [.setAdd(key, set.members.elements.map(\.key))]
    case .sortedSet(let set):
        return [.sortedSetAdd(key, set.scores.elements.map { ScoredMember(member: $0.key, score: $0.value) })]
    case .stream(let stream):
        var effects = stream.entries.elements.map { Effect.streamAppend(key, $0.id, $0.fields) }
        effects.append(
            .stream(
                key, lastID: stream.lastID, entriesAdded: stream.entriesAdded, maxDeletedID: stream.maxDeletedID))
        for group in stream.sortedGroups {
            effects.append(.group(key, group.name, lastID: group.lastID, entriesRead: group.entriesRead))
            for consumer in group.sortedConsumers {
                effects.append(.consumer(key, group.name, consumer.name, seenAt: consumer.seenAt))
            }
            for entry in group.pending.elements {
                effects.append(
                    .pending(
                        key, group.name, entry.id, consumer: entry.consumer, deliveredAt: entry.deliveredAt,
                        deliveries: entry.deliveries))
            }
        }
        return effects
    }
}
