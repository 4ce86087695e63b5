/// What a box of a drawing stands for.
enum Part: Equatable {
    case frontend
    case loadBalancer
    case gateway
    case service
    case authorizationServer
    case mcpServer
    case worker
    case store(StoreGuess)
    /// A vendor, or several that one box names.
    case externals([Vendor])
    /// A person or a program outside, which a blueprint does not declare.
    case caller

    struct StoreGuess: Equatable {
        /// `redis`, `postgres` or `mongo`; nil where the box does not say.
        var kind: String?
    }

    struct Vendor: Equatable {
        var name: String
        /// Nil for one whose address nobody knows.
        var host: String?
    }
}

extension Part {
    /// What a box most likely is, by its shape, its words, and the groups around it.
    init(_ node: Diagram.Node, in groups: [String]) {
        let label = node.label.lowercased()
        let all = label + " " + node.id.lowercased()
        let around = groups.map { $0.lowercased() }.joined(separator: " ")
        func says(_ words: String...) -> Bool { words.contains { all.contains($0) } }
        func isIn(_ words: String...) -> Bool { words.contains { around.contains($0) } }
        let innermost = groups.last?.lowercased() ?? ""
        if isIn("external", "third part", "third-part", "vendor", "partner", "saas") {
            self = .externals(vendors(of: node))
        } else if node.shape == .cylinder || isStore(all) {
            self = .store(StoreGuess(kind: storeKind(all)))
        } else if says("load balancer", "loadbalancer") || hasWord(all, ["alb", "elb", "nlb", "lb"]) {
            self = .loadBalancer
        } else if says("gateway", "ingress") {
            self = .gateway
        } else if says("agent") && innermost.contains("client") || says("tooling", "browser", "customer", "end user")
            || hasWord(label, ["user", "users", "person", "people", "developer", "client"])
        {
            self = .caller
        } else if isIn("frontend", "front end", "front-end", "vercel", "netlify")
            || says("portal", "next.js", "web app", "frontend", "front end", "single page", "admin panel", "mobile app")
        {
            self = .frontend
        } else if says("worker", "job queue", "background") || hasWord(all, ["jobs", "queue", "cron"]) {
            self = .worker
        } else if says("oauth", "auth service", "identity", "authorization server", "authentication", "keycloak") {
            self = .authorizationServer
        } else if says("mcp server") || (hasWord(all, ["mcp"]) && !says("orchestrator", "router", "hub")) {
            self = .mcpServer
        } else {
            self = .service
        }
    }
}

private func hasWord(_ text: String, _ words: [String]) -> Bool {
    text.split { !($0.isLetter || $0.isNumber) }.contains { words.contains(String($0)) }
}

private func isStore(_ text: String) -> Bool {
    storeKind(text) != nil || text.contains("database") || hasWord(text, ["db", "store", "storage"])
}

private func storeKind(_ text: String) -> String? {
    let kinds: [(kind: String, words: [String])] = [
        ("redis", ["redis", "valkey", "elasticache", "memcache", "cache"]),
        ("mongo", ["mongo", "atlas", "documentdb", "document store"]),
        ("postgres", ["postgres", "aurora", "rds", "mysql", "mariadb", "sql"]),
    ]
    return kinds.first { kind in kind.words.contains { text.contains($0) } }?.kind
}

/// The vendors that a box names: those in parentheses where there are some, else the box itself.
private func vendors(of node: Diagram.Node) -> [Part.Vendor] {
    var names = [node.label.replacing("\n", with: " ")]
    if let open = node.label.firstIndex(of: "("), let close = node.label.lastIndex(of: ")"), open < close {
        let inside = node.label[node.label.index(after: open)..<close]
        let listed = inside.split { ",/;&".contains($0) }.map { String($0).trimmed }.filter { text in
            !text.isEmpty && !["etc", "etc.", "and others", "others", "e.g.", "..."].contains(text.lowercased())
        }
        if !listed.isEmpty { names = listed }
    }
    return names.compactMap { name in
        let label = dnsLabel(name)
        return label.isEmpty ? nil : Part.Vendor(name: label, host: knownHosts[label])
    }
}

/// Where the APIs of well-known vendors are.
private let knownHosts: [String: String] = [
    "anthropic": "api.anthropic.com", "facebook": "graph.facebook.com", "github": "api.github.com",
    "google-ads": "googleads.googleapis.com", "hubspot": "api.hubapi.com", "instagram": "graph.facebook.com",
    "linkedin": "api.linkedin.com", "mailchimp": "api.mailchimp.com", "meta": "graph.facebook.com",
    "openai": "api.openai.com", "paypal": "api-m.paypal.com", "salesforce": "login.salesforce.com",
    "sendgrid": "api.sendgrid.com", "slack": "slack.com", "stripe": "api.stripe.com",
    "tiktok": "open.tiktokapis.com", "twilio": "api.twilio.com", "x": "api.x.com",
]

/// Words as one name that may stand in DNS: lower case, joined with `-`, beginning with a letter, at most 40 characters.
func dnsLabel(_ text: String) -> String {
    let folded = text.lowercased().unicodeScalars.map { scalar -> Character in
        let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
        return isPlain ? Character(scalar) : "-"
    }
    let words = String(folded).split(separator: "-")
    var name = words.joined(separator: "-").prefix(40)
    while let first = name.first, !first.isLetter { name = name.dropFirst() }
    while name.hasSuffix("-") { name = name.dropLast() }
    return String(name)
}
