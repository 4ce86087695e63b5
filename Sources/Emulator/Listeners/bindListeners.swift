import HTTP
import Routing
import Serving
import Vendors
import NetworkPolicy

extension Instance {
    /// Binds a socket for everything that can be reached from outside the process.
    static func bindListeners(
        _ world: World, isIsolated: Bool, authority: LocalCertificateAuthority, authorityPath: String?
    ) async throws -> Listeners {
        var ports = Ports(areIsolated: isIsolated)
        var listeners = Listeners()
        let hosts = world.loadBalancer.hosts
        let attributes = world.loadBalancer.attributes(onPort: 443)
        // Who says no name gets the first host's certificate, which names this machine too.
        let context = try authority.serverContext(
            forEach: hosts, others: hosts.prefix(1) + ["localhost", "127.0.0.1"],
            protocols: attributes.offersHTTP2 ? ["h2", "http/1.1"] : ["http/1.1"])

        let https = try await ports.bound(from: 8443) {
            try await HTTPListener.bind($0, tls: context, limits: .loadBalancer(attributes))
        }
        let http = try await ports.bound(from: 8080) {
            try await HTTPListener.bind($0, limits: .loadBalancer(world.loadBalancer.attributes(onPort: 80)))
        }
        let localPorts = LocalPorts(http: http.address.port, https: https.address.port) {
            world.loadBalancer.answers(for: $0)
        }
        for (listener, port) in [(https, 443), (http, 80)] {
            let part = loadBalancerPart(listener, hosts: hosts, authorityPath: authorityPath)
            listeners.web.append(
                .init(part: part, listener: listener) { request in
                    localPorts.localized(
                        await world.loadBalancer.respond(
                            to: localPorts.globalized(request), port: port, mesh: world.mesh))
                })
        }
        for frontend in world.frontends {
            let listener = try await ports.bound(from: 3000) { try await HTTPListener.bind($0) }
            let part = Part(
                name: frontend.project.name, kind: .frontend, address: listener.address.description,
                url: "http://\(listener.address)", hint: "open in a browser")
            listeners.web.append(.init(part: part, listener: listener, handler: frontend.respond))
        }
        for pod in world.cluster.pods where !pod.isGateway && world.isCalled(pod) {
            let listener = try await ports.bound(from: 9000) { try await HTTPListener.bind($0) }
            let isMCP = pod.component == "mcp-server"
            let part = Part(
                name: pod.workload, kind: isMCP ? .mcp : .service, address: listener.address.description,
                url: "http://\(listener.address)" + (isMCP ? "/mcp" : ""))
            listeners.web.append(
                .init(part: part, listener: listener) { await world.forwarded($0, to: pod) })
        }
        for store in world.data.stores {
            let optionalTLS = store.kind == .redis ? context : nil
            let bound = try await ports.bound(from: store.kind.port) {
                try await store.server.bind($0, optionalTLS: optionalTLS)
            }
            // A person at the desk comes to what the store is swapped for, too.
            let listener = bound.intercepted { _ in
                guard let target = world.mesh.swaps.target(of: store.name, from: nil) else { return .serve }
                let developer = Caller(
                    name: "developer", namespace: nil, endpoint: .address(ip: nil, hostName: nil))
                return .divert { try await world.mesh.relay($0, to: target, for: store, from: developer) }
            }
            listeners.wire.append(.init(part: part(of: store, at: listener.address), listener: listener, store: store))
        }
        for mock in world.internet.mocks {
            let listener = try await ports.bound(from: 4010) { try await HTTPListener.bind($0) }
            let part = Part(
                name: mock.api, kind: .mock, address: listener.address.description, url: "http://\(listener.address)",
                credentials: world.vendorToken(of: mock), hint: "plays \(mock.hosts.joined(separator: ", "))")
            listeners.web.append(.init(part: part, listener: listener, handler: mock.handler))
        }
        return listeners
    }

    private static func loadBalancerPart(
        _ listener: HTTPListener, hosts: [String], authorityPath: String?
    ) -> Part {
        let host = hosts.first ?? "localhost"
        let port = listener.address.port
        guard listener.isTLS else {
            return Part(
                name: "alb-http", kind: .loadBalancer, address: listener.address.description,
                url: "http://\(host):\(port)", hint: "redirects to HTTPS")
        }
        let trust = authorityPath.map { "--cacert \($0)" } ?? "--insecure"
        return Part(
            name: "alb", kind: .loadBalancer, address: listener.address.description, url: "https://\(host):\(port)",
            hint: "curl \(trust) --resolve \(host):\(port):127.0.0.1 https://\(host):\(port)/")
    }

    private static func part(of store: DataLayer.Store, at address: ListenAddress) -> Part {
        let logIn = "\(store.developer.username):\(store.developer.password)"
        let credentials = [
            ("username", store.developer.username), ("password", store.developer.password),
            ("database", store.database),
        ]
        switch store.kind {
        case .redis:
            return Part(
                name: store.name, kind: .redis, address: address.description, url: "redis://\(logIn)@\(address)/0",
                credentials: credentials, hint: "redis-cli -p \(address.port)")
        case .postgres:
            let url = "postgresql://\(logIn)@\(address)/\(store.database)"
            return Part(
                name: store.name, kind: .postgres, address: address.description, url: url, credentials: credentials,
                hint: "psql \(url)")
        case .mongo:
            let url = "mongodb://\(logIn)@\(address)/\(store.database)?directConnection=true&authSource=admin"
            return Part(
                name: store.name, kind: .mongo, address: address.description, url: url, credentials: credentials,
                hint: "mongosh '\(url)'")
        }
    }
}

extension DataLayer.Kind {
    /// The port of the real server.
    var port: Int {
        switch self {
        case .redis: 6379
        case .postgres: 5432
        case .mongo: 27017
        }
    }
}
