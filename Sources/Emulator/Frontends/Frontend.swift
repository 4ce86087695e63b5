import Determinism
import HTTP
import Images
import NetworkPolicy

/// A front end at work: what its project rewrites goes to the load balancer, the rest its image answers.
struct Frontend: Sendable {
    let project: VercelProject
    let image: RunningImage
    let caller: Caller
    let mesh: Mesh

    /// Starts the image of `project` with the variables and secrets that its project gives it.
    static func start(
        _ project: VercelProject, image: LocalImage, mesh: Mesh, secrets: LocalSecretStore, random: SeededRandom
    ) async throws -> Frontend {
        let caller = Caller(
            name: project.name, namespace: nil,
            endpoint: .address(ip: Internet.address(of: project.name), hostName: "\(project.name).vercel.app"))
        var environment: [String: String] = [:]
        for variable in project.environment {
            let secret = variable.name.lowercased().replacing("_", with: "-")
            environment[variable.name] = try variable.value ?? secrets.value(of: "vercel/\(project.name)/\(secret)")
        }
        let container = Images.Container(
            name: project.name, namespace: "vercel", image: image.name, environment: environment, files: [:],
            clock: mesh.clock, random: random, network: mesh.network(of: caller))
        return Frontend(project: project, image: try await image.start(container), caller: caller, mesh: mesh)
    }

    func respond(to request: Request) async -> Response {
        var response: Response
        if let destination = project.rewrite(request) {
            response = await forward(request, to: destination)
        } else {
            response = await image.handler(request)
        }
        for (source, fields) in project.headers where source.match(request.path) != nil {
            for field in fields { response.fields[field.name] = field.value }
        }
        return response
    }

    private func forward(_ request: Request, to destination: String) async -> Response {
        guard var upstream = Request(request.method, url: destination, fields: request.fields, body: request.body)
        else {
            var rewritten = request
            let parts = destination.split(separator: "?", maxSplits: 1)
            rewritten.path = parts.first.map(String.init) ?? "/"
            rewritten.query = parts.count > 1 ? String(parts[1]) : nil
            return await image.handler(rewritten)
        }
        upstream.remoteAddress = request.remoteAddress
        upstream.fields["host"] = upstream.authority
        upstream.fields["x-forwarded-host"] = request.authority
        do {
            return try await mesh.send(upstream, from: caller)
        } catch {
            return .text("ROUTER_EXTERNAL_TARGET_CONNECTION_ERROR: \(error)\n", .badGateway)
        }
    }
}
