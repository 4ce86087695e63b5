/// What a search over a geographic index is asked for, in all the commands that do one (georadiusGeneric of Redis).
struct GeoQuery {
    enum Kind {
        case search, searchStore
        case radius(isReadOnly: Bool)
        case radiusByMember(isReadOnly: Bool)

        var allowsStore: Bool {
            switch self {
            case .search, .searchStore, .radius(true), .radiusByMember(true): false
            case .radius(false), .radiusByMember(false): true
            }
        }

        var isSearch: Bool {
            switch self {
            case .search, .searchStore: true
            case .radius, .radiusByMember: false
            }
        }
    }

    private let source: Key
    private var center: GeoPosition?
    private var form: GeoShape.Form?
    private var unit = 1.0
    private var (withDistance, withHash, withPosition) = (false, false, false)
    private var count: Int?
    private var takesAny = false
    private var isDescending: Bool?
    private var destination: Key?
    private var storesDistance = false

    private struct Found {
        var member: Key
        var score: Double
        var distance: Double
        var position: GeoPosition
    }

    init(_ call: Invocation, _ kind: Kind) throws(RedisError) {
        var index: Int
        switch kind {
        case .search:
            source = call.key(1)
            index = 2
        case .searchStore:
            destination = call.key(1)
            source = call.key(2)
            index = 3
        case .radius:
            source = call.key(1)
            index = 6
        case .radiusByMember:
            source = call.key(1)
            index = 5
        }
        let set = try call.sortedSet(source)
        switch kind {
        case .search, .searchStore: break
        case .radius:
            center = try geoPosition(call, 2)
            form = .circle(radius: try Self.radius(call, 4))
            unit = try geoUnit(call, 5)
        case .radiusByMember:
            if set != nil { center = try Self.position(of: call.key(2), set) }
            form = .circle(radius: try Self.radius(call, 3))
            unit = try geoUnit(call, 4)
        }
        var hasCenter = false
        while index < call.count {
            let rest = call.count - index - 1
            switch call.option(index) {
            case "WITHDIST": withDistance = true
            case "WITHHASH": withHash = true
            case "WITHCOORD": withPosition = true
            case "ANY": takesAny = true
            case "ASC": isDescending = false
            case "DESC": isDescending = true
            case "COUNT" where rest >= 1:
                let number = try call.integer(index + 1)
                if number <= 0 { throw RedisError("ERR COUNT must be > 0") }
                count = Int(clamping: number)
                index += 1
            case "STORE" where rest >= 1 && kind.allowsStore:
                destination = call.key(index + 1)
                storesDistance = false
                index += 1
            case "STOREDIST" where rest >= 1 && kind.allowsStore:
                destination = call.key(index + 1)
                storesDistance = true
                index += 1
            case "STOREDIST":
                guard case .searchStore = kind else { throw .syntax }
                storesDistance = true
            case "FROMMEMBER" where rest >= 1 && kind.isSearch && !hasCenter:
                if set != nil { center = try Self.position(of: call.key(index + 1), set) }
                hasCenter = true
                index += 1
            case "FROMLONLAT" where rest >= 2 && kind.isSearch && !hasCenter:
                center = try geoPosition(call, index + 1)
                hasCenter = true
                index += 2
            case "BYRADIUS" where rest >= 2 && kind.isSearch && form == nil:
                form = .circle(radius: try Self.radius(call, index + 1))
                unit = try geoUnit(call, index + 2)
                index += 2
            case "BYBOX" where rest >= 3 && kind.isSearch && form == nil:
                let width = try Self.number(call, index + 1, "need numeric width")
                let height = try Self.number(call, index + 2, "need numeric height")
                if width < 0 || height < 0 { throw RedisError("ERR height or width cannot be negative") }
                form = .box(width: width, height: height)
                unit = try geoUnit(call, index + 3)
                index += 3
            default: throw .syntax
            }
            index += 1
        }
        if destination != nil, withDistance || withHash || withPosition {
            let what = kind.isSearch ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS"
            throw RedisError("ERR \(what) is not compatible with WITHDIST, WITHHASH and WITHCOORD options")
        }
        let name = String(decoding: call[0], as: UTF8.self)
        if kind.isSearch, !hasCenter {
            throw RedisError("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for \(name)")
        }
        if kind.isSearch, form == nil {
            throw RedisError("ERR exactly one of BYRADIUS and BYBOX can be specified for \(name)")
        }
        if takesAny, count == nil { throw RedisError("ERR the ANY argument requires COUNT argument") }
    }

    private static func number(_ call: Invocation, _ index: Int, _ text: String) throws(RedisError) -> Double {
        guard let number = Double(redisBytes: call[index]) else { throw RedisError("ERR \(text)") }
        return number
    }

    private static func radius(_ call: Invocation, _ index: Int) throws(RedisError) -> Double {
        let radius = try number(call, index, "need numeric radius")
        if radius < 0 { throw RedisError("ERR radius cannot be negative") }
        return radius
    }

    private static func position(of member: Key, _ set: SortedSet?) throws(RedisError) -> GeoPosition {
        guard let score = set?.scores[member] else {
            throw RedisError("ERR could not decode requested zset member")
        }
        return GeoHash(score: score).position
    }

    func run(_ call: Invocation) throws(RedisError) -> RESPValue {
        guard let set = try call.sortedSet(source), let center, let form else {
            guard let destination else { return .array([]) }
            if call.exists(destination) { call.apply(.delete(destination)) }
            return .integer(0)
        }
        var found = members(of: set, GeoShape(center: center, form: form, unit: unit))
        // A count without an order means the nearest.
        if let order = isDescending ?? (count != nil && !takesAny ? false : nil) {
            found.sort { order ? $0.distance > $1.distance : $0.distance < $1.distance }
        }
        if let count { found = Array(found.prefix(count)) }
        guard let destination else { return .array(found.map(reply)) }
        if call.exists(destination) { call.apply(.delete(destination)) }
        if !found.isEmpty {
            call.apply(
                .sortedSetAdd(
                    destination,
                    found.map { ScoredMember(member: $0.member, score: storesDistance ? $0.distance / unit : $0.score) }
                ))
        }
        return .count(found.count)
    }

    private func members(of set: SortedSet, _ shape: GeoShape) -> [Found] {
        var found: [Found] = []
        let limit = takesAny ? count ?? .max : .max
        for square in shape.squares {
            if found.count >= limit { break }
            let lower = set.order.rank { $0.score >= square.aligned }
            let upper = set.order.rank { $0.score >= square.nextAligned }
            for element in set.order.slice(lower..<max(lower, upper)) {
                let position = GeoHash(score: element.score).position
                guard let distance = shape.distance(of: position) else { continue }
                found.append(
                    Found(member: element.member, score: element.score, distance: distance, position: position))
                if found.count >= limit { break }
            }
        }
        return found
    }

    private func reply(_ found: Found) -> RESPValue {
        if !withDistance && !withHash && !withPosition { return .bulk(found.member.bytes) }
        var parts: [RESPValue] = [.bulk(found.member.bytes)]
        if withDistance { parts.append(.text(fixed(found.distance / unit, 4))) }
        if withHash { parts.append(.integer(Int64(found.score))) }
        if withPosition { parts.append(found.position.reply) }
        return .array(parts)
    }
}
