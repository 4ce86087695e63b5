import Blueprint
package import Kubernetes

extension Site {
    /// Those who answer people go first; those who take jobs wait for room.
    package var priorityClasses: [PriorityClass] {
        let service = PriorityClass(
            metadata: sharedMetadata(priorityClassName(worker: false)), value: 100_000,
            preemptionPolicy: .preemptLowerPriority, description: "Answers requests that somebody waits for")
        let worker = PriorityClass(
            metadata: sharedMetadata(priorityClassName(worker: true)), value: 1_000, preemptionPolicy: .never,
            description: "Takes jobs that can wait for room")
        return system.workloads.contains { $0.role == .worker } ? [service, worker] : [service]
    }

    func priorityClassName(worker: Bool) -> String { dnsLabel(system.name, worker ? "worker" : "service") }
}
