import HTTP
import Images
import JSONTree

/// What portal and admin panel share: log-in, the session check, the style sheet, and pages for what goes wrong.
struct FrontendRouter: Sendable {
    typealias Action = @Sendable (Router.Call, GatewayClient) async throws -> Response

    let container: Container
    let login: Login
    let product: String
    let navigation: [(path: String, name: String)]
    private(set) var router = Router()

    init(
        container: Container, clientID: String, scope: String, product: String,
        navigation: [(path: String, name: String)]
    ) throws {
        self.container = container
        self.product = product
        self.navigation = navigation
        let key = try container.setting("\(Container.variablePrefix(of: clientID))_SESSION_KEY")
        login = Login(
            container: container, cookies: CookieJar(name: clientID, key: key), clientID: clientID, scope: scope)
        let login = login
        router.on(.get, "/login") { try login.begin($0) }
        router.on(.get, "/callback") { try await login.finish($0) }
        router.on(.post, "/logout") { login.end($0) }
        router.on(.get, "/style.css") { _ in .text(Page.styleSheet, type: "text/css; charset=utf-8") }
    }

    /// A page for those who are logged in; everybody else is sent to the log-in.
    mutating func page(_ pattern: String, _ action: @escaping Action) {
        let frontend = self
        router.on(.get, pattern) { call in
            guard let session = frontend.login.session(of: call.request) else { return .redirect(to: "/login") }
            return await frontend.guarded(session) {
                try await action(call, GatewayClient(container: frontend.container, session: session))
            }
        }
    }

    /// A form of those who are logged in, sent from one of our own pages.
    mutating func form(_ pattern: String, _ action: @escaping Action) {
        let frontend = self
        router.on(.post, pattern) { call in
            guard let session = frontend.login.session(of: call.request) else { return .redirect(to: "/login") }
            return await frontend.guarded(session) {
                guard call.request.bodyForm["form_token"] == session.formToken else {
                    throw Problem(.forbidden, "the form is not from this session; load the page again")
                }
                return try await action(call, GatewayClient(container: frontend.container, session: session))
            }
        }
    }

    func page(
        _ title: String, _ session: Session, refresh: Int? = nil, status: Status = .ok, _ content: HTML
    ) -> Response {
        Page(
            title: title, product: product, navigation: navigation, session: session, refresh: refresh,
            content: content
        ).response(status)
    }

    /// What the API refuses or cannot do is shown as a page, not as a bare problem document.
    private func guarded(_ session: Session, _ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let error as UpstreamError where error.status == .unauthorized {
            return .redirect(to: "/login")
        } catch let error as UpstreamError {
            let detail = (try? JSON.parse(error.body))?["detail"]?.string ?? error.description
            return page("That did not work", session, status: .badGateway, "<p class=\"error\">\(detail)</p>")
        } catch let problem as Problem {
            return page(
                "That did not work", session, status: problem.status, "<p class=\"error\">\(problem.detail)</p>")
        } catch {
            return page(
                "That did not work", session, status: .badGateway, "<p class=\"error\">\(String(describing: error))</p>"
            )
        }
    }
}
