/// Clients with a blocking command, by the keys they wait for, in the order in which they came.
struct WaitingClients {
    private var byKey: [LocatedKey: [Client.ID]] = [:]
    private var deadlines = SortedChunks<Deadline>()
    /// Keys that changed while somebody waited for them, in the order of their changes.
    private(set) var ready: [LocatedKey] = []

    private struct Deadline: Comparable {
        var time: Int64
        var client: Client.ID

        static func < (lhs: Deadline, rhs: Deadline) -> Bool { (lhs.time, lhs.client) < (rhs.time, rhs.client) }
    }

    var isEmpty: Bool { byKey.isEmpty && deadlines.isEmpty }
    /// When the first of them gives up.
    var nextDeadline: Int64? { deadlines.first?.time }

    mutating func add(_ client: Client.ID, _ request: WaitRequest, in database: Int) {
        for key in request.keys {
            let key = LocatedKey(database: database, key: key)
            if byKey[key]?.contains(client) != true { byKey[key, default: []].append(client) }
        }
        if let time = request.deadline { deadlines.insert(Deadline(time: time, client: client)) }
    }

    mutating func remove(_ client: Client.ID, _ request: WaitRequest, in database: Int) {
        for key in request.keys {
            let key = LocatedKey(database: database, key: key)
            byKey[key]?.removeAll { $0 == client }
            if byKey[key]?.isEmpty == true { byKey[key] = nil }
        }
        if let time = request.deadline { deadlines.remove(Deadline(time: time, client: client)) }
    }

    mutating func noteChange(in database: Int, _ key: Key?) {
        if byKey.isEmpty { return }
        if let key {
            noteReady(LocatedKey(database: database, key: key))
        } else {
            for key in byKey.keys.filter({ $0.database == database }).sorted(by: { $0.key < $1.key }) {
                noteReady(key)
            }
        }
    }

    private mutating func noteReady(_ key: LocatedKey) {
        if byKey[key] != nil, !ready.contains(key) { ready.append(key) }
    }

    mutating func takeReady() -> [LocatedKey] {
        defer { ready = [] }
        return ready
    }

    func clients(waitingFor key: LocatedKey) -> [Client.ID] { byKey[key] ?? [] }

    /// Those whose time is over at `now`, the earliest first.
    func overdue(at now: Int64) -> [Client.ID] {
        deadlines.elements.prefix { $0.time <= now }.map(\.client)
    }
}
