extension Command {
    /// `GEODIST key member1 member2 [M|KM|FT|MI]`
    ///
    /// Returns the distance between two members of a geospatial index. See <https://redis.io/commands/geodist/>.
    static let geodist = Command(
        "geodist", arity: -4, flags: [.readonly], keys: .one, group: .geo, since: "3.2.0",
        summary: "Returns the distance between two members of a geospatial index",
        reply: { call throws(RedisError) in
            if call.count > 5 { throw .syntax }
            let unit = call.count == 5 ? try geoUnit(call, 4) : 1
            guard let set = try call.sortedSet(call.key(1)), let first = set.scores[call.key(2)],
                let second = set.scores[call.key(3)]
            else { return .null }
            let distance = GeoHash(score: first).position.distance(to: GeoHash(score: second).position)
            return .text(fixed(distance / unit, 4))
        })

    /// `GEOHASH key [member [member ...]]`
    ///
    /// Returns members of a geospatial index as standard geohash strings. See <https://redis.io/commands/geohash/>.
    static let geohash = Command(
        "geohash", arity: -2, flags: [.readonly], keys: .one, group: .geo, since: "3.2.0",
        summary: "Returns members of a geospatial index as standard geohash strings",
        reply: { call throws(RedisError) in
            let set = try call.sortedSet(call.key(1))
            let alphabet = Array("0123456789bcdefghjkmnpqrstuvwxyz".utf8)
            return .array(
                call.keys(from: 2).map { member in
                    guard let score = set?.scores[member] else { return .null }
                    let place = GeoHash(score: score).position
                    // The standard takes all latitudes, our squares do not.
                    let bits = GeoHash(longitude: place.longitude, latitude: place.latitude, latitudes: -90...90).bits
                    var letters: [UInt8] = []
                    for index in 1...10 {
                        let group = bits >> UInt64(52 - index * 5) & 31
                        letters.append(alphabet[Int(group)])
                    }
                    // There are 52 bits: the eleventh letter has none.
                    letters.append(alphabet[0])
                    return .bulk(letters)
                })
        })

    /// `GEOPOS key [member [member ...]]`
    ///
    /// Returns longitude and latitude of members of a geospatial index. See <https://redis.io/commands/geopos/>.
    static let geopos = Command(
        "geopos", arity: -2, flags: [.readonly], keys: .one, group: .geo, since: "3.2.0",
        summary: "Returns longitude and latitude of members of a geospatial index",
        reply: { call throws(RedisError) in
            let set = try call.sortedSet(call.key(1))
            return .array(
                call.keys(from: 2).map { member in
                    guard let score = set?.scores[member] else { return .nullArray }
                    return GeoHash(score: score).position.reply
                })
        })
}

extension GeoPosition {
    var reply: RESPValue {
        .array([.longDouble(LongDouble(longitude).redisText), .longDouble(LongDouble(latitude).redisText)])
    }
}
