package import Determinism
import Images
import HTTP
import Serving
import Synchronization

/// Which workloads are played by a process outside this one, at which ports.
package final class Places: Sendable {
    /// A process that plays a workload.
    package struct Occupant: Sendable {
        /// Counts from 1.
        package var number: Int
        /// Where it listens, on this machine.
        package var port: Int
        package var since: Timestamp
        /// Why the kubelet wanted the process ended and started again, one reason for each time.
        package var kills: [String] = []
    }

    private struct State {
        var occupants: [String: Occupant] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    package func occupant(of workload: String, in namespace: String) -> Occupant? {
        state.withLock { $0.occupants["\(namespace)/\(workload)"] }
    }

    /// - Returns: nil when somebody else has the place.
    func take(_ pod: Pod, port: Int, at time: Timestamp) -> Occupant? {
        state.withLock { state in
            let key = "\(pod.namespace)/\(pod.workload)"
            if state.occupants[key] != nil { return nil }
            state.count += 1
            let occupant = Occupant(number: state.count, port: port, since: time)
            state.occupants[key] = occupant
            return occupant
        }
    }

    /// Notes that a probe has failed so often that the process is to be ended and started again.
    func kill(_ pod: Pod, _ reason: String) {
        state.withLock { $0.occupants["\(pod.namespace)/\(pod.workload)"]?.kills.append(reason) }
    }

    func leave(_ pod: Pod, _ occupant: Occupant) {
        state.withLock { state in
            let key = "\(pod.namespace)/\(pod.workload)"
            if state.occupants[key]?.number == occupant.number { state.occupants[key] = nil }
        }
    }
}

/// A process as the container that it stands for: requests and probes go to its port.
///
/// - Parameter whenKilled: is told why the kubelet would end it.
func processImage(at port: Int, whenKilled: @escaping @Sendable (_ reason: String) -> Void) -> RunningImage {
    let client = HTTPClient(host: "127.0.0.1", port: port)
    return RunningImage(
        handler: { request in
            do {
                return try await client.send(request)
            } catch {
                return .problem(.badGateway, "the process gives no answer: \(error)").explained("\(error)")
            }
        },
        isListening: { await isListening(on: ListenAddress(port: port)) }, whenKilled: whenKilled)
}
