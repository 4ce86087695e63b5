import HTTP
import Images
import Kubernetes
import NetworkPolicy
import Serving
import Determinism

/// What a process outside this one gets for the calls that it makes as a workload.
extension Mesh {
    /// The answer to a request, or what stands for one that was never made: 403 for what no policy allows or nobody
    /// declares, 502 for nobody there.
    func answer(_ request: Request, from caller: Caller) async -> Response {
        do {
            return try await send(request, from: caller)
        } catch let error as NetworkError {
            switch error {
            case .deniedByPolicy(let sentence):
                return .problem(.forbidden, sentence, type: "urn:orrery:denied").explained(sentence)
            case .nameNotResolved(let host):
                let sentence = undeclared(host)
                return .problem(.forbidden, sentence, type: "urn:orrery:undeclared").explained(sentence)
            case .connectionRefused, .authenticationFailed, .connectionReset:
                return .problem(.badGateway, error.description, type: "urn:orrery:refused")
                    .explained(error.description)
            }
        } catch {
            return .problem(.badGateway, "\(error)").explained("\(error)")
        }
    }

    /// What a fault does to a piece of what a process sends on a connection to `store`.
    func passage(from caller: Caller, to store: Service) -> AcceptedConnection.Passage {
        guard let fault = faults.strike(store.metadata.name, from: caller.name) else { return .pass }
        if fault.failure == nil {
            guard let delay = fault.delay else { return .pass }
            return .wait { [clock] in try? await clock.sleep(for: delay) }
        }
        _ = recordReset(fault, of: store, from: caller)
        return .close
    }

    /// Judges a CONNECT of a process's proxy. What is refused is written to the journal; what is not is written when
    /// the request in the tunnel is.
    func verdict(onConnecting caller: Caller, to host: String, port: Int) -> ProxyListener.Verdict {
        let start = clock.now
        let summary = "CONNECT \(host):\(port)"
        let destination = destination(of: host, from: caller)
        guard let peer = peer(of: host, port: port, from: caller) else {
            var sentence = undeclared(host)
            if case .service(let service) = destination {
                sentence = "Service '\(service.metadata.name)' has no pod behind port \(port)"
            }
            record(caller, host, "http", summary, "refused", sentence, span: span(of: caller), since: start)
            return .refused(.forbidden, reason: sentence)
        }
        let decision = policies.decide(
            from: caller.endpoint, to: peer.endpoint, port: peer.port, portName: peer.portName)
        if !decision.isAllowed {
            record(
                caller, peer.name, "http", summary, "denied", decision.reason, span: decision.decidingSpan, since: start
            )
            return deniesFast ? .refused(.forbidden, reason: decision.reason) : .silent
        }
        if case .store(let store) = destination {
            let sentence = "'\(store.metadata.name)' is a data store: connect to the address of its edge instead"
            record(caller, peer.name, "http", summary, "refused", sentence, span: store.metadata.span, since: start)
            return .refused(.forbidden, reason: sentence)
        }
        return .open
    }
}
