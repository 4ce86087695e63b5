import Crypto

/// The digests of `DEBUG DIGEST`: equal data has equal digests, in whatever order it came (debug.c of Redis 7.0).
enum Digest {
    static let zero = [UInt8](repeating: 0, count: 20)

    private static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(Insecure.SHA1.hash(data: bytes)) }
    private static func xor(_ digest: inout [UInt8], _ bytes: [UInt8]) {
        for (index, byte) in hash(bytes).enumerated() { digest[index] ^= byte }
    }
    private static func mix(_ digest: inout [UInt8], _ bytes: [UInt8]) {
        xor(&digest, bytes)
        digest = hash(digest)
    }

    static func ofAll(_ keyspace: Keyspace) -> [UInt8] {
        var digest = zero
        for number in 0..<Keyspace.databaseCount where keyspace[number].count > 0 {
            mix(&digest, bigEndian(UInt32(number)))
            for (key, entry) in keyspace[number].entries.elements {
                var one = zero
                mix(&one, key.bytes)
                mix(&one, of(entry))
                for index in digest.indices { digest[index] ^= one[index] }
            }
        }
        return digest
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    static func of(_ entry: Database.Entry) -> [UInt8] {
        var digest = zero
        mix(&digest, Array(entry.value.typeName.utf8))
        switch entry.value {
        case .string(let bytes): mix(&digest, bytes)
        case .list(let list): for item in list.items.elements { mix(&digest, item) }
        case .set(let set): for (member, _) in set.members.elements { xor(&digest, member.bytes) }
        case .sortedSet(let set):
            for element in set.order.elements {
                var one = zero
                mix(&one, element.member.bytes)
                mix(&one, Array(element.score.redisText.utf8))
                xor(&digest, one)
            }
        case .hash(let hash):
            for (field, value) in hash.fields.elements {
                var one = zero
                mix(&one, field.bytes)
                mix(&one, value)
                xor(&digest, one)
            }
        case .stream(let stream):
            for entry in stream.entries.elements {
                mix(&digest, Array(entry.id.description.utf8))
                for word in entry.fields { mix(&digest, word) }
            }
        }
        if entry.expiresAt != .max { xor(&digest, Array("!!expire!!".utf8)) }
        return digest
    }
}
