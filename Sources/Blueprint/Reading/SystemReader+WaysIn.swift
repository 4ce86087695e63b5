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
        var byPath: [String: GatewayDeclaration.Route] = [:]
        for item in node?["routes"]?.items ?? [] {
            guard let route = route(item) else { continue }
            if let first = byPath[route.path] {
                diagnostics.append(.duplicateRoute(route, first: first))
            } else {
                byPath[route.path] = route
            }
            routes.append(route)
        }
        return GatewayDeclaration(
            className: node?["class"]?.text(.label) ?? "envoy",
            namespace: node?["namespace"]?.text(.label) ?? "services", routes: uniquelyNamed(routes),
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

    private mutating func routeTarget(_ node: LocatedNode?, of route: String) -> String? {
        guard let node, let name = node.text(.label) else { return nil }
        if blueprint.declaration(name, in: .services) != nil { return name }
        if let other = blueprint.declarations(named: name).first {
            diagnostics.append(.routeToNoService(route, other, at: node.span))
        } else {
            diagnostics.append(.unknownName(name, in: .services, by: route, at: node.span, blueprint: blueprint))
        }
        return nil
    }

    /// The path's words joined with `-`: `/crm/webhooks` is `crm-webhooks`, `/` is `root`.
    private func routeName(_ path: String) -> String {
        let words = path.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "root" : words.joined(separator: "-")
    }

    /// Paths that differ in other than letters and digits come to the same words; the later one gets a number. So does
    /// one whose name an earlier route needs for reading or writing.
    private func uniquelyNamed(_ routes: [GatewayDeclaration.Route]) -> [GatewayDeclaration.Route] {
        var taken: Set<String> = []
        return routes.map { route in
            var route = route
            let stem = route.name
            var number = 2
            while !taken.isDisjoint(with: route.objectNames) {
                route.name = "\(stem)-\(number)"
                number += 1
            }
            taken.formUnion(route.objectNames)
            return route
        }
    }

    // MARK: - OAuth clients

    mutating func clients(of system: System) -> [OAuthClient] {
        blueprint.declared(in: .services).flatMap { service in
            (service.node["clients"]?.entries ?? []).map { client($0, of: system) }
        }
    }

    private mutating func client(_ entry: LocatedNode.Entry, of system: System) -> OAuthClient {
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
        var scopes = system.scopes
        if let node = node["scopes"] {
            scopes = texts(node, .scope)
            for item in node.items {
                guard let scope = item.text(.scope), !system.scopes.contains(scope),
                    !standardScopes.contains(scope)
                else { continue }
                diagnostics.append(.unknownScope(scope, client: entry.key, at: item.span, known: system.scopes))
            }
        }
        return OAuthClient(name: entry.key, kind: kind, redirects: redirects, scopes: scopes, span: entry.keySpan)
    }
}

/// OpenID Connect's own; no route asks for them.
let standardScopes = ["openid", "profile", "email", "offline_access"]
