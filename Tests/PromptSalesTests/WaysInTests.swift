import Blueprint
import Diagnostics
import Emulator
import HTTP
import Testing

/// Every back end of the ways in opens the same doors: the system runs from each one's manifests, and is asked the same.
@Suite(.timeLimit(.minutes(5)), .serialized) struct WaysInTests {
    /// What a client sees of a request.
    enum Answer: Equatable, CustomStringConvertible {
        /// The workload answered, whatever it said.
        case served(String)
        /// 401 or 403: a gateway tells a bad token from a missing scope, a load balancer does not.
        case refused
        case redirected(String)
        case notFound
        case other(Int)

        var description: String {
            switch self {
            case .served(let workload): "served by \(workload)"
            case .refused: "refused"
            case .redirected(let location): "redirected to \(location)"
            case .notFound: "not found"
            case .other(let status): "\(status)"
            }
        }
    }

    /// A request, and the scope of its token.
    struct Question: CustomStringConvertible {
        enum Token: Equatable {
            case none, forged, everything
            case scope(String)
        }

        var method: Method
        var scheme = "https"
        var host = RunningSystem.host
        var path: String
        var token = Token.none

        var description: String { "\(method) \(scheme)://\(host)\(path) with token \(token)" }
    }

    @Test(arguments: WaysIn.all)
    func `each way in answers as the routes are declared`(_ ways: WaysIn) async throws {
        let system = try #require(try ways.read().system)
        try await RunningSystem.run(from: try ways.manifests()) { (running) async throws in
            var tokens: [String: String] = ["": try await running.token()]
            for scope in system.scopes { tokens[scope] = try await running.token(scope: scope) }
            for question in Self.questions(of: system) {
                let answer = try await Self.ask(question, running, tokens)
                #expect(answer == Self.expected(question, system), "\(question)")
            }
        }
    }

    @Test(arguments: WaysIn.refused)
    func `what would leave a guarded route open is refused, with a way out`(_ ways: WaysIn) throws {
        let (system, diagnostics) = try ways.read()
        #expect(system == nil)
        let finding = diagnostics.first { $0.id == "unguarded-route" }
        #expect(finding?.help != nil && finding?.span != nil)
    }

    @Test(arguments: WaysIn.all)
    func `no trick with the path leads past a token`(_ ways: WaysIn) async throws {
        try await RunningSystem.run(from: try ways.manifests()) { (running) async throws in
            for path in [
                "/oauth/../content/drafts", "/oauth/%2e%2e/content/drafts", "/oauth/..%2fcontent/drafts",
                "//content/drafts", "/./content/drafts", "/crm/webhooks/../leads", "/oauth//../content/drafts",
                "/oauth/./../content/drafts", "/%63ontent/drafts", "/CONTENT/drafts", "/content%2fdrafts",
            ] {
                let answer = try await Self.ask(Question(method: .get, path: path), running, [:], isTrick: true)
                #expect(
                    answer != .served("content") && answer != .served("ads") && answer != .served("orchestrator"),
                    "\(path)")
            }
        }
    }

    // MARK: - Questions

    private static func questions(of system: System) -> [Question] {
        var questions: [Question] = []
        for route in system.gateway.routes {
            for path in [route.path, route.path + "/x/y"] {
                for method: Method in [.get, .post, .delete, .options, .head, Method("PROPFIND")] {
                    let tokens: [Question.Token] = [.none, .forged, .everything]
                    questions += tokens.map { Question(method: method, path: path, token: $0) }
                }
                for method: Method in [.get, .post, .options] {
                    questions += system.scopes.map { Question(method: method, path: path, token: .scope($0)) }
                }
            }
            for path in [route.path + "/", route.path + "x", route.path + "x/y"] {
                for method: Method in [.get, .post] {
                    questions.append(Question(method: method, path: path))
                    questions.append(Question(method: method, path: path, token: .everything))
                }
            }
            questions.append(Question(method: .get, scheme: "http", path: route.path, token: .everything))
            questions.append(Question(method: .post, scheme: "http", path: route.path))
            questions.append(
                Question(method: .get, host: "other.promptsales.com", path: route.path, token: .everything))
        }
        questions.append(Question(method: .get, path: "/", token: .everything))
        questions.append(Question(method: .get, path: "/nothing/here", token: .everything))
        return questions
    }

    /// What the declared routes mean, worked out without any of the code that makes or reads manifests.
    private static func expected(_ question: Question, _ system: System) -> Answer {
        if question.scheme == "http" { return .redirected("https") }
        if question.host != RunningSystem.host { return .notFound }
        let fitting = system.gateway.routes.filter {
            question.path == $0.path || question.path.hasPrefix($0.path + "/")
        }
        guard let route = fitting.max(by: { $0.path.count < $1.path.count }) else { return .notFound }
        let needed: String?
        switch route.access {
        case .public: return .served(route.workload)
        case .authenticated: needed = nil
        case .scopes(let read, let write):
            needed = ["GET", "HEAD", "OPTIONS"].contains(question.method.rawValue) ? read : write
        }
        switch question.token {
        case .none, .forged: return .refused
        case .everything: return .served(route.workload)
        case .scope(let scope): return needed == nil || scope == needed ? .served(route.workload) : .refused
        }
    }

    /// What the ways in ask workloads for themselves.
    private static let ownQuestions = ["GET /readyz", "GET /oauth/jwks"]

    private static func ask(
        _ question: Question, _ running: RunningSystem, _ tokens: [String: String], isTrick: Bool = false
    ) async throws -> Answer {
        var request = Request(
            question.method, question.path, scheme: question.scheme, authority: question.host)
        switch question.token {
        case .none: break
        case .forged: request.fields["authorization"] = "Bearer x.y.z"
        case .everything: request.fields["authorization"] = tokens[""].map { "Bearer \($0)" }
        case .scope(let scope): request.fields["authorization"] = tokens[scope].map { "Bearer \($0)" }
        }
        let last = running.instance.journal.entries().last?.number ?? -1
        let part = question.scheme == "http" ? "alb-http" : "alb"
        let response = try #require(await running.instance.respond(to: request, at: part))
        // Who was called by one of the ways in says more than the status, which may be the workload's own.
        let served = running.instance.journal.entries().last { entry in
            entry.number > last && entry.kind == "http" && running.instance.workloads.contains(entry.callee)
                && !running.instance.workloads.contains(entry.caller) && entry.outcome != "denied"
                && (entry.summary == "\(question.method) \(question.path)"
                    || isTrick && !Self.ownQuestions.contains(entry.summary))
        }
        if let served { return .served(served.callee) }
        switch response.status.code {
        case 401, 403: return .refused
        case 301:
            let location = response.fields["location"] ?? ""
            return .redirected(String(location.prefix { $0 != ":" }))
        case 404: return .notFound
        default: return .other(response.status.code)
        }
    }
}
