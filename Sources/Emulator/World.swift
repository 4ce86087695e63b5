import HTTP
import Images
import Kubernetes
import Vendors

/// Everything of an instance that answers a call, put together.
struct World: Sendable {
    let cluster: Cluster
    let kubelet: Kubelet
    let data: DataLayer
    let internet: Internet
    let loadBalancer: LoadBalancerFront
    let mesh: Mesh
    let secrets: LocalSecretStore
    let frontends: [Frontend]

    /// Whether a service leads to `pod`.
    func isCalled(_ pod: Pod) -> Bool {
        cluster.services.contains { service in cluster.pods(of: service).contains { $0.name == pod.name } }
    }

    /// A request that a developer sends straight to a container: no policy is asked, as with `kubectl port-forward`.
    func forwarded(_ request: Request, to pod: Pod) async -> Response {
        let status = kubelet.status(of: pod)
        guard let handler = status.handler else {
            return .problem(.serviceUnavailable, "\(pod.name) does not run: \(status.reason ?? "")")
        }
        return await handler(request)
    }

    /// What a script calls the mock of `api` with: the token that the manifests give to workloads.
    func vendorToken(of mock: VendorMock) -> [(name: String, value: String)] {
        let key = cluster.vendorSecretKeys(of: mock.api).first { $0.isToken }?.key
        return key.flatMap { try? secrets.value(of: $0) }.map { [("token", $0)] } ?? []
    }
}

extension Cluster {
    /// The vault keys of the secrets that belong to the vendor of `api`, tokens first.
    ///
    /// A vendor is known by the host in a workload's `<NAME>_URL`; its token is what is mounted as `token` for that
    /// name, and every secret whose name starts with it is the vendor's too: `meta-app-secret`.
    func vendorSecretKeys(of api: String) -> [(key: String, isToken: Bool)] {
        var names: [String] = []
        for pair in configMaps.flatMap(\.data) where pair.name.hasSuffix("_URL") && pair.value.hasPrefix("https://") {
            let host = pair.value.dropFirst("https://".count).prefix { $0 != "/" && $0 != ":" }
            let name = pair.name.dropLast("_URL".count).lowercased().replacing("_", with: "-")
            if VendorMock.answers(for: String(host), api: api), !names.contains(name) { names.append(name) }
        }
        var keys: [(key: String, isToken: Bool)] = []
        for secret in externalSecrets {
            for datum in secret.data where !keys.contains(where: { $0.key == datum.remoteKey }) {
                let last = datum.remoteKey.split(separator: "/").last ?? ""
                let isToken = datum.secretKey == "token" && names.contains { secret.metadata.name.hasSuffix("-\($0)") }
                if isToken || names.contains(where: { last.hasPrefix("\($0)-") }) {
                    keys.append((datum.remoteKey, isToken))
                }
            }
        }
        return keys.filter(\.isToken) + keys.filter { !$0.isToken }
    }
}
