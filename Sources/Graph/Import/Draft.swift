/// A first blueprint, as far as drawings tell: what has been placed, what was guessed, what found no place.
struct Draft {
    struct Entry {
        var name: String
        /// The box's own words, for a comment.
        var label: String
        /// What was assumed without being said.
        var guess: String?
        /// Name and access of everything it uses, in order.
        var uses: [(name: String, access: [String])] = []

        mutating func use(_ name: String, _ access: [String]) {
            if let index = uses.firstIndex(where: { $0.name == name }) {
                for word in access where !uses[index].access.contains(word) { uses[index].access.append(word) }
            } else {
                uses.append((name, access))
            }
        }
    }

    struct Store {
        var name: String
        var label: String
        var kind: String
        var guess: String?
    }

    struct External {
        var name: String
        var host: String?
        var label: String
    }

    var system = "system"
    var frontends: [Entry] = []
    /// Frontends that speak MCP too.
    var agents: Set<String> = []
    var services: [Entry] = []
    /// The name of the authorization server among the services.
    var authorizationServer: String?
    var servers: [Entry] = []
    /// The service behind an MCP server.
    var owners: [String: String] = [:]
    var workers: [Entry] = []
    var stores: [Store] = []
    var externals: [External] = []
    /// Services that the gateway leads to.
    var routed: [String] = []
    /// What stands in the drawings and not in the blueprint, with the reason.
    var unplaced: [String] = []
    /// What was decided on the way and a person should know.
    var notes: [String] = []
}
