package import Determinism
package import Diagnostics
import Contracts
package import Fidelity
import Foundation
import HTTP
import Identity
import Images
package import JSONTree
import Kubernetes
import NetworkPolicy
import Routing
import SQLiteStore
import Serving
import Synchronization
import Vendors

/// One running system. Many can live in one process; none sees another's data.
///
/// `start` reads the manifests and binds every socket, so that all addresses are known; `run` starts the containers and
/// accepts; `close` puts everything away.
package final class Instance: Sendable {
    /// The system's name, as its objects' label `app.kubernetes.io/part-of` says.
    package let name: String
    package let clock: InstanceClock
    package let journal: Journal
    package let ledger: Ledger
    let world: World
    let listeners: Listeners
    let edges: EdgeAddresses
    package let places = Places()
    package let swaps: Swaps
    /// What the manifests decide, for explanations.
    package let plan: Plan
    /// Where the mounted files of processes are written.
    let processFolders: String
    let authorityPEM: String
    private let images: [LocalImage]
    private let contracts: String
    private let random: SeededRandom
    private let authorityPath: String?
    private let vendorDatabase: VendorDatabase
    private let lock: StateLock?

    private init(
        name: String, clock: InstanceClock, journal: Journal, ledger: Ledger, world: World, listeners: Listeners,
        edges: EdgeAddresses, plan: Plan, processFolders: String, images: [LocalImage], contracts: String,
        random: SeededRandom, authorityPath: String?, authorityPEM: String,
        vendorDatabase: VendorDatabase, lock: StateLock?
    ) {
        self.name = name
        self.clock = clock
        self.journal = journal
        self.ledger = ledger
        self.world = world
        self.listeners = listeners
        self.edges = edges
        swaps = world.mesh.swaps
        self.plan = plan
        self.processFolders = processFolders
        self.images = images
        self.contracts = contracts
        self.random = random
        self.authorityPath = authorityPath
        self.authorityPEM = authorityPEM
        self.vendorDatabase = vendorDatabase
        self.lock = lock
    }

    /// Reads the manifests, opens the databases and binds every socket.
    ///
    /// - Parameter diagnostics: takes everything the manifests say that is wrong or has no effect here.
    /// - Throws: `BindError`, `SQLiteError`, `StateFolderInUse`, `InvalidManifests`.
    package static func start(
        _ options: InstanceOptions, _ diagnostics: inout [Diagnostic]
    ) async throws -> Instance {
        let clock = InstanceClock()
        let random = SeededRandom(seed: options.seed)
        let ledger = Ledger()
        let journal = Journal()
        let lock = try options.stateFolder.map { try StateLock(folder: $0) }

        let plan = try options.plan ?? Plan(files: options.files, &diagnostics)
        let (cluster, parts) = (plan.cluster, plan.parts)

        let secrets = try LocalSecretStore(path: options.stateFolder.map { "\($0)/secrets.json" })
        let authority = try options.stateFolder.map { try LocalCertificateAuthority.stored(in: $0) } ?? .init()
        let vendorDatabase = try await VendorDatabase(
            options.stateFolder.map { .file("\($0)/vendors.sqlite") } ?? .memory)
        let meshReference = MeshReference()
        let internet = Internet(
            mocks: try VendorMock.apis.compactMap { api in
                try Self.mock(
                    api, cluster, secrets, vendorDatabase, meshReference, clock: clock, random: random, ledger: ledger)
            })
        let data = try await DataLayer.start(
            cluster, folder: options.stateFolder, contracts: options.contracts, secrets: secrets, clock: clock,
            random: random, ledger: ledger)
        let kubelet = Kubelet(pods: cluster.pods, clock: clock)
        let patience = TargetPatience(clock: clock)
        let gateway = GatewayFront(
            routes: parts.gatewayRoutes, ingressRoutes: parts.ingressRoutes, healthPaths: parts.gatewayHealthPaths,
            clock: clock, random: random, patience: patience,
            verifiers: Self.gatewayVerifiers(parts, cluster, meshReference, clock: clock))
        let loadBalancer = LoadBalancerFront(
            balancers: parts.loadBalancers, gateway: gateway, caller: parts.loadBalancerCaller, random: random,
            health: TargetHealth(clock: clock),
            patience: patience,
            verifiers: tokenVerifiers(
                for: parts.loadBalancerTokenProviders, caller: parts.loadBalancerCaller, meshReference, clock: clock),
            users: UserAuthentication(
                sessions: UserSessions(clock: clock, random: random),
                credentials: { cluster.credentials(of: $0, in: secrets) }))
        let connections = StandingConnections()
        let mesh = Mesh(
            cluster: cluster, policies: parts.policies, kubelet: kubelet, data: data, internet: internet,
            loadBalancer: loadBalancer, swaps: Swaps(connections: connections),
            faults: Faults(random: random, connections: connections), mirrors: Mirrors(), connections: connections,
            journal: journal, clock: clock, deniesFast: options.deniesFast)
        meshReference.refer(to: mesh)
        var frontends: [Frontend] = []
        for project in plan.projects {
            guard let image = options.images.first(where: { $0.name == project.image }) else {
                diagnostics.append(project.missingImage)
                continue
            }
            frontends.append(
                try await Frontend.start(project, image: image, mesh: mesh, secrets: secrets, random: random))
        }
        let world = World(
            cluster: cluster, kubelet: kubelet, data: data, internet: internet, loadBalancer: loadBalancer, mesh: mesh,
            secrets: secrets, frontends: frontends)
        let authorityPath = options.stateFolder.map { "\($0)/ca.pem" }
        let listeners = try await bindListeners(
            world, isIsolated: options.isIsolated, authority: authority, authorityPath: authorityPath)
        let edges = EdgeAddresses(
            mesh: mesh, certificates: LeafCertificates(authority), isIsolated: options.isIsolated)
        return Instance(
            name: parts.systemName, clock: clock, journal: journal, ledger: ledger, world: world,
            listeners: listeners, edges: edges, plan: plan,
            processFolders: processFolders(stateFolder: options.stateFolder), images: options.images,
            contracts: options.contracts, random: random,
            authorityPath: authorityPath, authorityPEM: authority.certificatePEM, vendorDatabase: vendorDatabase,
            lock: lock)
    }

    /// The verifiers of the gateway, which fetches keys in the name of its own pod.
    private static func gatewayVerifiers(
        _ parts: RoutingParts, _ cluster: Cluster, _ mesh: MeshReference, clock: InstanceClock
    ) -> [TokenProvider: TokenVerifier] {
        guard let pod = cluster.pods.first(where: { $0.isGateway }) else { return [:] }
        return tokenVerifiers(
            for: parts.tokenProviders.map { TokenProvider($0) }, caller: pod.caller, mesh, clock: clock)
    }

    /// A mock that the manifests' workloads call; nil for a vendor that none of them knows.
    private static func mock(
        _ api: String, _ cluster: Cluster, _ secrets: LocalSecretStore, _ database: VendorDatabase,
        _ mesh: MeshReference, clock: InstanceClock, random: SeededRandom, ledger: Ledger
    ) throws -> VendorMock? {
        let keys = cluster.vendorSecretKeys(of: api).map(\.key)
        if keys.isEmpty { return nil }
        let pairs = try keys.map { key in
            (name: key.split(separator: "/").last.map(String.init) ?? key, value: try secrets.value(of: key))
        }
        return VendorMock.named(
            api,
            VendorContext(
                clock: clock, random: random, ledger: ledger, credentials: VendorCredentials(secrets: pairs),
                store: database.store, deliver: mesh.deliver))
    }

    // MARK: - Running

    /// Runs everything until the task is cancelled.
    ///
    /// - Parameter whenReady: is called once, when each container is ready or has failed to become so.
    package func run(whenReady: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.listeners.run() }
            group.addTask { try await self.edges.run() }
            group.addTask { try await self.world.kubelet.run { try await self.startContainer(of: $0) } }
            group.addTask { try await self.world.internet.run() }
            group.addTask { try await self.world.mesh.mirrors.run(over: self.world.mesh) }
            group.addTask { try await self.world.data.run() }
            group.addTask { try await self.world.loadBalancer.patience.run() }
            group.addTask {
                await self.world.kubelet.waitUntilSettled()
                try await whenReady()
            }
            for try await _ in group {}
        }
    }

    /// Starts the local image that a pod's container names, or one that runs from the container's contract.
    private func startContainer(of pod: Pod) async throws -> RunningImage {
        if let occupant = places.occupant(of: pod.workload, in: pod.namespace) {
            return processImage(at: occupant.port) { [places] reason in places.kill(pod, reason) }
        }
        let settings = try containerSettings(of: pod, in: world.cluster, secrets: world.secrets)
        let container = Images.Container(
            name: pod.workload, namespace: pod.namespace, image: pod.image ?? "", environment: settings.environment,
            files: settings.files, clock: clock, random: random, network: world.mesh.network(of: pod))
        if let image = images.first(where: { $0.name == pod.image }) { return try await image.start(container) }
        if pod.component == "authorization-server" { return try await authorizationServerImage.start(container) }
        guard let path = pod.annotations["orrery.dev/contract"] else { throw NoImage(image: pod.image ?? "") }
        return try await ContractImage(try contract(at: "\(contracts)/\(path)")).start(container)
    }

    private func contract(at path: String) throws -> OpenAPIDocument {
        var diagnostics: [Diagnostic] = []
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let document = OpenAPIDocument(text: text, file: path, &diagnostics) else {
            throw BrokenContract(path: path, reason: diagnostics.first?.message ?? "it is empty")
        }
        return document
    }

    /// Ends what `start` opened. Call it after `run` has ended.
    package func close() async {
        await world.data.close()
        await vendorDatabase.close()
        // In the state folder they stay, so that what 'orrery env' printed is true after a restart too.
        if lock == nil { try? FileManager.default.removeItem(atPath: processFolders) }
    }

    // MARK: - For people and scripts

    /// Everything that can be reached, in the order of the table.
    package var parts: [Part] {
        let workers = world.cluster.pods.filter { !$0.isGateway && !world.isCalled($0) }
        return listeners.web.map(\.part) + listeners.wire.map(\.part)
            + workers.map { Part(name: $0.workload, kind: .worker) }
    }

    /// What a person should know besides: containers that are not ready, the certificate, the log-in.
    package var notes: [String] {
        var notes = world.cluster.pods.filter { !$0.isGateway }.compactMap { pod in
            world.kubelet.status(of: pod).reason.map { "\(pod.workload) is not ready: \($0)" }
        }
        if let authorityPath { notes.append("certificate authority: \(authorityPath)") }
        for user in users {
            notes.append("log in to the front ends as '\(user.name)' with the password '\(user.password)'")
        }
        return notes
    }

    /// What `--ready-file` holds.
    package var readyDocument: JSON {
        [
            "system": .string(name), "parts": .array(parts.map(\.json)), "certificate_authority": JSON(authorityPath),
            "certificate_authority_pem": .string(authorityPEM),
            "clients": clientSecrets,
            "users": .array(users.map { ["username": .string($0.name), "password": .string($0.password)] }),
            "hosts": JSON(world.loadBalancer.hosts),
            "not_ready": .array(
                world.cluster.pods.filter { !$0.isGateway }.compactMap { pod in
                    world.kubelet.status(of: pod).reason.map {
                        ["name": .string(pod.workload), "reason": .string($0)]
                    }
                }),
        ]
    }

    /// The secrets of the OAuth clients that have one, by client.
    private var clientSecrets: JSON {
        let keys = world.cluster.externalSecrets.flatMap(\.data).map(\.remoteKey).filter {
            $0.hasSuffix("-client-secrets")
        }
        let secrets = keys.first.flatMap { try? world.secrets.value(of: $0) }.flatMap { try? JSON.parse($0) } ?? [:]
        let texts = world.cluster.configMaps.flatMap(\.data).filter { $0.name == "OAUTH_CLIENTS" }.map(\.value)
        let clients = texts.flatMap { (try? JSON.parse($0))?.array ?? [] }
        return .object(
            JSON.Object(
                clients.compactMap { client in
                    guard client["token_endpoint_auth_method"]?.string != "none", let id = client["client_id"]?.string,
                        let secret = secrets[id] ?? secrets["*"]
                    else { return nil }
                    return (id, secret)
                }))
    }

    /// The people who can log in, as the authorization server's secret lists them.
    private var users: [(name: String, password: String)] {
        let keys = world.cluster.externalSecrets.flatMap(\.data).map(\.remoteKey).filter { $0.hasSuffix("-users") }
        return keys.flatMap { key -> [(name: String, password: String)] in
            let list = (try? world.secrets.value(of: key)).flatMap { try? JSON.parse($0) }?.array ?? []
            return list.compactMap { user in
                guard let name = user["username"]?.string, let password = user["password"]?.string else { return nil }
                return (name, password)
            }
        }
    }
}

/// The manifests cannot run; the diagnostics say why.
package struct InvalidManifests: Error, CustomStringConvertible {
    package var description: String { "the manifests cannot run" }
}

/// The contract that a container should run from cannot be read.
struct BrokenContract: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "the contract \(path) cannot run: \(reason)" }
}

/// A container names an image that nobody registered and that has no contract to run from.
struct NoImage: Error, CustomStringConvertible {
    var image: String

    var description: String { "ImagePullBackOff: no local image '\(image)', and the deployment names no contract" }
}
