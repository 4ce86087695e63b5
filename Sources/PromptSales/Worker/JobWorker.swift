import HTTP
package import Images
import JSONTree

/// The job queue's worker: takes each job and has the service that owns it do it.
package let jobWorkerImage = LocalImage("promptsales/jobs") { container in
    let worker = JobWorker(container: container)
    var router = Router()
    router.addProbes()
    return RunningImage(handler: router.handler) {
        try await JobQueue(container: container, queue: "jobs", store: "cache")
            .work(as: container.environment["HOSTNAME"] ?? container.name, worker.perform)
    }
}

struct JobWorker: Sendable {
    let container: Container

    /// Which service does which kind of job, and where.
    private static let owners: [String: @Sendable (Container, String) throws -> String] = [
        "publish-content": { try $0.url(of: "content") + "/internal/publications/\($1)" },
        "launch-campaign": { try $0.url(of: "ads") + "/internal/campaigns/\($1)/launch" },
    ]

    /// - Throws: what the service answers; the queue then tries again.
    @Sendable func perform(_ job: JSON) async throws {
        guard let kind = job["kind"]?.string, let id = job["id"]?.string, let owner = Self.owners[kind] else {
            throw Problem(.unprocessableContent, "nobody does jobs such as \(job.text)")
        }
        _ = try await container.json(.post, try owner(container, id.percentEncoded()))
    }
}
