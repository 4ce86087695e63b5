/// The whole data as an RDB file, which a replica begins with. See <https://rdb.fnordig.de/file_format.html>.
func snapshot(of keyspace: Keyspace) -> [UInt8] {
    var writer = DumpWriter(encodings: keyspace.encodings)
    writer.begin()
    for (_, code) in keyspace.libraries.elements { writer.putLibrary(code) }
    for number in 0..<Keyspace.databaseCount where keyspace[number].count > 0 {
        writer.beginDatabase(number)
        for (key, entry) in keyspace[number].entries.elements where entry.expiresAt > keyspace.now {
            writer.put(entry.value, of: key, expiresAt: entry.expiresAt == .max ? nil : entry.expiresAt)
        }
    }
    return writer.finishedFile()
}

extension DumpWriter {
    /// The codes that are no types of values.
    private enum Code: UInt8 {
        case expiry = 0xFC
        case database = 0xFE
        case end = 0xFF
    }

    fileprivate mutating func begin() { append(Array("REDIS00\(Self.version)".utf8)) }

    fileprivate mutating func beginDatabase(_ number: Int) {
        append([Code.database.rawValue])
        putLength(number)
    }

    /// The type comes before the key, the rest of the value after it.
    fileprivate mutating func put(_ value: Value, of key: Key, expiresAt: Int64?) {
        if let expiresAt {
            append([Code.expiry.rawValue])
            withUnsafeBytes(of: expiresAt.littleEndian) { append(Array($0)) }
        }
        var alone = DumpWriter(encodings: encodings)
        alone.put(value)
        append(Array(alone.bytes.prefix(1)))
        put(key.bytes)
        append(Array(alone.bytes.dropFirst()))
    }

    fileprivate func finishedFile() -> [UInt8] {
        var file = bytes
        file.append(Code.end.rawValue)
        withUnsafeBytes(of: CRC64.checksum(file).littleEndian) { file.append(contentsOf: $0) }
        return file
    }
}
