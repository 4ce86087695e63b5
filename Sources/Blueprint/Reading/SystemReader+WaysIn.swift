import Diagnostics
import YAMLTree

extension SystemReader {
    func frontend(_ declaration: Blueprint.Declaration) -> Frontend {
        let node = declaration.node
        let protocols = (node["uses"]?["gateway"]?.items ?? []).compactMap(\.text)
        return Frontend(
            name: declaration.name, platform: node["platform"]?.choice() ?? .vercel,
            framework: node["framework"]?.text(.word) ?? "nextjs",
            image: node["image"]?.text(.image) ?? "\(name)/\(declaration.name)", hosts: hosts(node["hosts"]),
            protocols: protocols.isEmpty ? ["http"] : protocols, environment: settings(node),
            secrets: texts(node["secrets"], .secret), span: declaration.nameSpan)
    }

    mutating func gateway() -> GatewayDeclaration {
        let node = blueprint.root["edge"]?["gateway"]
        var routes: [GatewayDeclaration.Route] = []
        var byPath: [String: Int] = [:]
        let items = node?["routes"]?.items ?? []
        routes.reserveCapacity(items.count)
        byPath.reserveCapacity(items.count)
        for item in items {
            guard let route = route(item) else { continue }
            if let first = byPath.updateValue(routes.count, forKey: route.path) {
                byPath[route.path] = first
                diagnostics.append(.duplicateRoute(route, first: routes[first]))
            }
            routes.append(route)
        }
        nameUniquely(&routes)
        return GatewayDeclaration(
            className: node?["class"]?.text(.label) ?? "envoy",
            namespace: node?["namespace"]?.text(.label) ?? "services", routes: routes,
            span: node?.span ?? blueprint.root.span)
    }

    private mutating func route(_ node: LocatedNode) -> GatewayDeclaration.Route? {
        let place = node["path"]?.span ?? node.span
        guard let path = node["path"]?.text(.path) else {
            _ = routeTarget(node["to"], of: "a route")
            return nil
        }
        let target = routeTarget(node["to"], of: "route '\(path)'")
        let isPublic = node["public"]?.flag ?? false
        if isPublic, let scopes = node["scopes"] {
            diagnostics.append(.publicWithScopes(path, at: scopes.span))
        }
        return GatewayDeclaration.Route(
            name: routeName(path), path: path, workload: target ?? "",
            access: isPublic ? .public : access(node["scopes"]), timeout: node["timeout"]?.seconds,
            limit: node["limit"]?["requests"]?.number(in: 1...1_000_000).map {
                .init(requests: $0, unit: node["limit"]?["per"]?.choice() ?? .minute)
            }, span: place)
    }

    private func access(_ node: LocatedNode?) -> GatewayDeclaration.Route.Access {
        if let scope = node?.text(.scope) { return .scopes(read: scope, write: scope) }
        guard let read = node?["read"]?.text(.scope), let write = node?["write"]?.text(.scope) else {
            return .authenticated
        }
        return .scopes(read: read, write: write)
    }

    private mutating func routeTarget(_ node: LocatedNode?, of route: @autoclosure () -> String) -> String? {
        guard let node, let name = node.text(.label) else { return nil }
        if blueprint.declares(name, in: .services) { return name }
        if let other = blueprint.declaration(named: name, in: { $0 != .environments }) {
            diagnostics.append(.routeToNoService(route(), other, at: node.span))
        } else {
            diagnostics.append(.unknownName(name, in: .services, by: route(), at: node.span, blueprint: blueprint))
        }
        return nil
    }

    /// The path's words joined with `-`: `/crm/webhooks` is `crm-webhooks`, `/` is `root`. A path is ASCII.
    private func routeName(_ path: String) -> String {
        var name: [UInt8] = []
        var isBetweenWords = false
        for byte in path.lowercased().utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isBetweenWords, !name.isEmpty { name.append(UInt8(ascii: "-")) }
                isBetweenWords = false
                name.append(byte)
            default: isBetweenWords = true
            }
        }
        return name.isEmpty ? "root" : String(decoding: name, as: UTF8.self)
    }

    /// Paths that differ in other than letters and digits come to the same words; the later one gets a number. So does
    /// one whose name an earlier route needs for reading or writing.
    private func nameUniquely(_ routes: inout [GatewayDeclaration.Route]) {
        var taken: Set<String> = []
        taken.reserveCapacity(routes.count)
        for index in routes.indices {
            let stem = routes[index].name
            var number = 2
            var names = routes[index].objectNames
            while names.contains(where: taken.contains) {
                routes[index].name = "\(stem)-\(number)"
                number += 1
                names = routes[index].objectNames
            }
            for name in names { taken.insert(name) }
        }
    }

    // MARK: - OAuth clients

    mutating func clients(of system: System) -> [OAuthClient] {
        let scopes = system.scopes
        return blueprint.declared(in: .services).flatMap { service in
            (service.node["clients"]?.entries ?? []).map { client($0, of: system, scopes) }
        }
    }

    /// `known` are the scopes of all routes.
    private mutating func client(
        _ entry: LocatedNode.Entry, of system: System, _ known: [String]
    ) -> OAuthClient {
        let node = entry.value
        let kind: OAuthClient.Kind = node["kind"]?.choice() ?? .public
        var redirects: [String] = []
        for item in node["redirects"]?.items ?? [] {
            guard let text = item.text(.redirect) else { continue }
            if !text.hasPrefix("/") {
                redirects.append(text)
            } else if let frontend = system.frontends.first(where: { $0.name == entry.key }) {
                redirects += frontend.hosts.map { "https://\($0)\(text)" }
            } else {
                diagnostics.append(.redirectWithoutFrontend(text, client: entry.key, at: item.span, system))
            }
        }
        if kind == .machine, let redirects = node["redirects"] {
            diagnostics.append(.redirectsOfMachine(entry.key, at: redirects.span))
        }
        if kind == .public, node["redirects"] == nil {
            diagnostics.append(.clientWithoutRedirects(entry.key, at: entry.keySpan))
        }
        var scopes = known
        if let node = node["scopes"] {
            scopes = texts(node, .scope)
            for item in node.items {
                guard let scope = item.text(.scope), !known.contains(scope), !standardScopes.contains(scope) else {
                    continue
                }
                diagnostics.append(.unknownScope(scope, client: entry.key, at: item.span, known: known))
            }
        }
        return OAuthClient(name: entry.key, kind: kind, redirects: redirects, scopes: scopes, span: entry.keySpan)
    }
}

/// OpenID Connect's own; no route asks for them.
let standardScopes = ["openid", "profile", "email", "offline_access"]
