import Kubernetes
import NetworkPolicy
import Vendors

/// What a host name leads to, for one caller.
enum Destination: Sendable {
    case service(Service)
    case store(Service)
    case loadBalancer
    case vendor(VendorMock)
    /// A host that no mock plays and that was swapped for a real server.
    case swapped(host: String)
    case unknown
}

extension Mesh {
    /// Resolves `host` as the cluster's DNS does for `caller`: names of services resolve inside the cluster only.
    func destination(of host: String, from caller: Caller) -> Destination {
        if let namespace = caller.namespace, let service = cluster.service(named: host, from: namespace) {
            switch service.type {
            case .clusterIP: return .service(service)
            case .externalName: return .store(service)
            }
        }
        if let store = cluster.store(at: host) { return .store(store) }
        if loadBalancer.answers(for: host) { return .loadBalancer }
        if let mock = internet.mock(for: host) { return .vendor(mock) }
        return swaps.target(of: host, from: caller.name) == nil ? .unknown : .swapped(host: host)
    }

    /// How the policies see the destination of a connection to `host`, and what the journal calls it; nil for a host that
    /// leads nowhere and for a port that a service lacks.
    func peer(
        of host: String, port: Int, from caller: Caller
    ) -> (name: String, endpoint: Endpoint, port: Int, portName: String?)? {
        switch destination(of: host, from: caller) {
        case .service(let service):
            guard let target = target(of: service, port: port) else { return nil }
            return (target.pod.workload, target.pod.caller.endpoint, target.number, target.portName)
        case .store(let service):
            let endpoint = Endpoint.address(ip: data.address(of: service), hostName: service.externalName ?? host)
            return (service.metadata.name, endpoint, port, nil)
        case .loadBalancer:
            return ("alb", .address(ip: LoadBalancerFront.publicAddress, hostName: host), port, nil)
        case .vendor(let mock):
            return (mock.api, .address(ip: Internet.address(of: host), hostName: host), port, nil)
        case .swapped:
            return (host, .address(ip: Internet.address(of: host), hostName: host), port, nil)
        case .unknown: return nil
        }
    }

    /// The first pod behind a port of `service`, ready or not, with the pod's own port.
    func target(of service: Service, port: Int) -> (pod: Pod, number: Int, portName: String?)? {
        guard let servicePort = service.ports.first(where: { $0.port == port }),
            let pod = cluster.pods(of: service).first
        else { return nil }
        let number = pod.number(of: servicePort.targetPort ?? .int(port)) ?? port
        return (pod, number, pod.portName(number))
    }
}
