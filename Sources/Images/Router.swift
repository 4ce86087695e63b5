package import HTTP

/// Routes of an image: method and path pattern to an action.
///
/// For example:
///
///     var router = Router()
///     router.on(.get, "/content/drafts/{id}") { call in .json(try await drafts.find(call["id"])) }
///
/// A path that no pattern matches gives 404, a method that the path lacks gives 405 with `Allow`, and what an action
/// throws becomes a problem document: the status of a `Problem`, 503 for a dependency that cannot be reached, else 500.
package struct Router: Sendable {
    package typealias Action = @Sendable (Call) async throws -> Response

    /// A request with the parameters of the pattern it matched.
    package struct Call: Sendable {
        package var request: Request
        package var parameters: [String: String]

        /// The path parameter `name`; empty for a name that the pattern lacks.
        package subscript(name: String) -> String { parameters[name] ?? "" }
    }

    private struct Route: Sendable {
        var method: Method
        var pattern: [Segment]
        var action: Action
    }

    private enum Segment: Sendable {
        case literal(String)
        case parameter(String)
    }

    private var routes: [Route] = []

    package init() {}

    /// Adds a route. A segment in braces takes any one segment; literals are preferred to parameters.
    package mutating func on(_ method: Method, _ pattern: String, _ action: @escaping Action) {
        let segments = pattern.split(separator: "/").map { part -> Segment in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
        routes.append(Route(method: method, pattern: segments, action: action))
    }

    package var handler: Handler {
        { request in await respond(to: request) }
    }

    private func respond(to request: Request) async -> Response {
        let segments = request.pathSegments
        var best = -1
        var candidates: [Route] = []
        for place in routes.indices {
            guard let literals = Self.literals(of: routes[place].pattern, in: segments), literals >= best else {
                continue
            }
            if literals > best { candidates = [] }
            best = literals
            candidates.append(routes[place])
        }
        if candidates.isEmpty {
            return .problem(.notFound, "nothing answers at \(request.path)")
        }
        let method: Method = request.method == .head ? .get : request.method
        guard let found = candidates.first(where: { $0.method == method }) else {
            var response = Response.problem(.methodNotAllowed, "\(request.path) does not take \(request.method)")
            response.fields["allow"] = candidates.map(\.method.rawValue).sorted().joined(separator: ", ")
            return response
        }
        do {
            return try await found.action(
                Call(request: request, parameters: Self.parameters(of: found.pattern, in: segments)))
        } catch let problem as Problem {
            return .problem(problem.status, problem.detail)
        } catch let error as NetworkError {
            return .problem(.serviceUnavailable, error.description)
        } catch let error as MissingSetting {
            return .problem(.internalServerError, error.description)
        } catch {
            return .problem(.internalServerError, "\(error)")
        }
    }

    /// How many literals of the pattern stand in `segments`; nil when it does not fit them.
    private static func literals(of pattern: [Segment], in segments: [String]) -> Int? {
        guard pattern.count == segments.count else { return nil }
        var literals = 0
        for (expected, segment) in zip(pattern, segments) {
            guard case .literal(let text) = expected else { continue }
            if text != segment { return nil }
            literals += 1
        }
        return literals
    }

    private static func parameters(of pattern: [Segment], in segments: [String]) -> [String: String] {
        var parameters: [String: String] = [:]
        for case (.parameter(let name), let segment) in zip(pattern, segments) { parameters[name] = segment }
        return parameters
    }
}

/// An answer other than success, said by an image.
package struct Problem: Error, Sendable {
    package var status: Status
    package var detail: String

    package init(_ status: Status, _ detail: String) {
        self.status = status
        self.detail = detail
    }
}
