extension Command {
    /// `GEOSEARCH key FROMMEMBER member|FROMLONLAT longitude latitude BYRADIUS radius M|KM|FT|MI|BYBOX width height
    /// M|KM|FT|MI [ASC|DESC] [COUNT count [ANY]] [WITHCOORD] [WITHDIST] [WITHHASH]`
    ///
    /// Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle. See
    /// <https://redis.io/commands/geosearch/>.
    static let geosearch = Command(
        "geosearch", arity: -7, flags: [.readonly], keys: .one, group: .geo, since: "6.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle.",
        reply: { call throws(RedisError) in try GeoQuery(call, .search).run(call) })

    /// `GEOSEARCHSTORE destination source ... [STOREDIST]`
    ///
    /// Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and
    /// store the result in another key. See <https://redis.io/commands/geosearchstore/>.
    static let geosearchstore = Command(
        "geosearchstore", arity: -8, flags: [.write, .denyoom], keys: KeyPositions(first: 1, last: 2, step: 1),
        group: .geo, since: "6.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and store the result in another key.",
        reply: { call throws(RedisError) in try GeoQuery(call, .searchStore).run(call) })

    /// `GEORADIUS key longitude latitude radius M|KM|FT|MI [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]]
    /// [ASC|DESC] [STORE key] [STOREDIST key]`
    ///
    /// Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a
    /// point. See <https://redis.io/commands/georadius/>.
    static let georadius = Command(
        "georadius", arity: -6, flags: [.write, .denyoom, .movableKeys], keys: .one, group: .geo, since: "3.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a point",
        reply: { call throws(RedisError) in try GeoQuery(call, .radius(isReadOnly: false)).run(call) })

    /// `GEORADIUS_RO`, without the options that store.
    static let georadiusRo = Command(
        "georadius_ro", arity: -6, flags: [.readonly], keys: .one, group: .geo, since: "3.2.10",
        summary: "A read-only variant for GEORADIUS",
        reply: { call throws(RedisError) in try GeoQuery(call, .radius(isReadOnly: true)).run(call) })

    /// `GEORADIUSBYMEMBER key member radius M|KM|FT|MI ...`
    ///
    /// Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a
    /// member. See <https://redis.io/commands/georadiusbymember/>.
    static let georadiusbymember = Command(
        "georadiusbymember", arity: -5, flags: [.write, .denyoom, .movableKeys], keys: .one, group: .geo,
        since: "3.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a member",
        reply: { call throws(RedisError) in try GeoQuery(call, .radiusByMember(isReadOnly: false)).run(call) })

    /// `GEORADIUSBYMEMBER_RO`, without the options that store.
    static let georadiusbymemberRo = Command(
        "georadiusbymember_ro", arity: -5, flags: [.readonly], keys: .one, group: .geo, since: "3.2.10",
        summary: "A read-only variant for GEORADIUSBYMEMBER",
        reply: { call throws(RedisError) in try GeoQuery(call, .radiusByMember(isReadOnly: true)).run(call) })
}
