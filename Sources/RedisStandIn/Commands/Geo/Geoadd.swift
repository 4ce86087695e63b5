extension Command {
    /// `GEOADD key [NX|XX] [CH] longitude latitude member [longitude latitude member ...]`
    ///
    /// Add one or more geospatial items in the geospatial index represented using a sorted set. See
    /// <https://redis.io/commands/geoadd/>.
    static let geoadd = Command(
        "geoadd", arity: -5, flags: [.write, .denyoom], keys: .one, group: .geo, since: "3.2.0",
        summary: "Add one or more geospatial items in the geospatial index represented using a sorted set",
        reply: { call throws(RedisError) in
            var (isNew, isExisting, countsChanges) = (false, false, false)
            var index = 2
            options: while index < call.count {
                switch call.option(index) {
                case "NX": isNew = true
                case "XX": isExisting = true
                case "CH": countsChanges = true
                default: break options
                }
                index += 1
            }
            if !(call.count - index).isMultiple(of: 3) || (isNew && isExisting) { throw .syntax }
            var members: [ScoredMember] = []
            for start in stride(from: index, to: call.count, by: 3) {
                let place = try geoPosition(call, start)
                let hash = GeoHash(longitude: place.longitude, latitude: place.latitude)
                members.append(ScoredMember(member: call.key(start + 2), score: Double(hash.bits)))
            }
            let existing = try call.sortedSet(call.key(1))
            var added: Set<Key> = []
            var changed: [Key: Double] = [:]
            var wanted: [ScoredMember] = []
            for member in members {
                let old = changed[member.member] ?? existing?.scores[member.member]
                if old == nil ? isExisting : isNew { continue }
                if old == member.score { continue }
                if old == nil { added.insert(member.member) }
                changed[member.member] = member.score
                wanted.append(member)
            }
            if !wanted.isEmpty { call.apply(.sortedSetAdd(call.key(1), wanted)) }
            return .count(countsChanges ? wanted.count : added.count)
        })
}

/// Longitude and latitude at `index`.
func geoPosition(_ call: Invocation, _ index: Int) throws(RedisError) -> GeoPosition {
    let (longitude, latitude) = (try call.double(index), try call.double(index + 1))
    guard GeoHash.longitudes.contains(longitude), GeoHash.latitudes.contains(latitude) else {
        throw RedisError("ERR invalid longitude,latitude pair \(fixed(longitude, 6)),\(fixed(latitude, 6))")
    }
    return GeoPosition(longitude: longitude, latitude: latitude)
}

/// So many digits after the point.
func fixed(_ value: Double, _ digits: Int) -> String { formattedNumber("%.\(digits)f", value) }

func geoUnit(_ call: Invocation, _ index: Int) throws(RedisError) -> Double {
    guard let unit = GeoShape.units[call.option(index)] else {
        throw RedisError("ERR unsupported unit provided. please use M, KM, FT, MI")
    }
    return unit
}
