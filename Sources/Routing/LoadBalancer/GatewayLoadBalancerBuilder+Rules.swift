import Diagnostics
import HTTP
import Kubernetes

extension GatewayLoadBalancerBuilder {
    /// The listener rule for one match of a route and one host name, its priority still to be given; nil, with a
    /// diagnostic, when it is refused.
    mutating func rule(
        for candidate: RouteCandidate, on transport: LoadBalancer.ListenerProtocol,
        _ configuration: LoadBalancerConfiguration?
    ) -> ListenerRule? {
        guard var conditions = conditions(of: candidate) else { return nil }
        let own = ruleConfiguration(of: candidate)
        for condition in own?.conditions ?? [] where condition.matches?.contains(candidate.route.match) ?? true {
            guard let sources = sourceCondition(condition.sources, of: candidate) else { return nil }
            conditions.append(sources)
        }
        var validation: JWTValidation?
        var authentication: Authentication?
        var fixed: ListenerAction?
        var stickiness: TargetGroupStickiness?
        var query: String?
        for action in own?.actions ?? [] {
            switch action {
            case .jwtValidation(let found): validation = found
            case .logIn(let logIn): authentication = self.authentication(logIn, of: candidate)
            case .fixedResponse(let response):
                fixed = .fixedResponse(
                    ListenerAction.FixedResponse(
                        Status(response.statusCode), contentType: response.contentType, body: response.messageBody ?? ""
                    ))
            case .forward(let seconds): stickiness = seconds.map { TargetGroupStickiness(duration: .seconds($0)) }
            case .redirect(let text): query = text
            case .other(let type): warnNotEmulated("the action '\(type)'", of: candidate)
            }
        }
        if transport == .http, validation != nil || authentication != nil {
            (validation, authentication) = (nil, nil)
            refuse(
                "unguarded-listener",
                "tokens and users are checked on HTTPS only, and \(candidate.route.title) is on an HTTP port",
                at: candidate.route.span, help: "attach it to the HTTPS listener with 'sectionName'")
        }
        guard var action = fixed ?? action(of: candidate, configuration) else { return nil }
        switch action {
        case .forward(var groups):
            for place in groups.indices { groups[place].stickiness = stickiness }
            action = .forward(groups)
        case .redirect(var redirect):
            redirect.query = query ?? redirect.query
            action = .redirect(redirect)
        case .fixedResponse: break
        }
        return ListenerRule(
            priority: 0, conditions: conditions, validation: validation, authentication: authentication,
            transform: transform(of: candidate),
            action: action,
            source: ListenerRule.Source(
                kind: HTTPRoute.kind, namespace: candidate.route.namespace, name: candidate.route.name,
                span: candidate.route.span))
    }

    private mutating func warnNotEmulated(_ what: String, of candidate: RouteCandidate) {
        diagnostics.append(
            Diagnostic(
                "not-emulated", "\(what) of \(candidate.route.title) is not emulated", at: candidate.route.span,
                severity: .warning))
    }

    private mutating func authentication(_ logIn: UserLogIn, of candidate: RouteCandidate) -> Authentication? {
        var authentication: Authentication
        switch logIn.provider {
        case .oidc(let issuer, let authorization, let token, let userInfo, let secret):
            authentication = Authentication(
                issuer: issuer, authorizationEndpoint: authorization, tokenEndpoint: token, userInfoEndpoint: userInfo,
                client: .secret(namespace: candidate.route.namespace, name: secret))
        case .cognito(let arn, let clientID, let domain):
            guard let pool = Authentication(userPoolARN: arn, clientID: clientID, domain: domain) else {
                refuse(
                    "bad-user-pool", "'\(arn)' of \(candidate.route.title) is no ARN of a user pool",
                    at: candidate.route.span)
                return nil
            }
            authentication = pool
        }
        authentication.extraParameters = logIn.extraParameters.map { .init(name: $0.name, value: $0.value) }
        authentication.scope = logIn.scope ?? authentication.scope
        authentication.sessionCookie = logIn.sessionCookieName ?? authentication.sessionCookie
        authentication.onUnauthenticatedRequest =
            logIn.onUnauthenticatedRequest ?? authentication.onUnauthenticatedRequest
        if let seconds = logIn.sessionTimeout { authentication.sessionTimeout = .seconds(seconds) }
        return authentication
    }

    // MARK: - Conditions

    private mutating func sourceCondition(_ texts: [String], of candidate: RouteCandidate) -> RuleCondition? {
        let blocks = texts.compactMap { CIDRBlock($0) }
        if blocks.count == texts.count, !blocks.isEmpty { return .sourceAddress(blocks, text: texts) }
        refuse(
            "bad-source", "a condition of \(candidate.route.title) has a source that is no block of addresses",
            at: candidate.route.span)
        return nil
    }

    private mutating func conditions(of candidate: RouteCandidate) -> [RuleCondition]? {
        guard let path = pathCondition(candidate) else { return nil }
        let match = candidate.match
        var conditions: [RuleCondition] =
            candidate.hostname.map {
                [.host([.glob(GlobPattern($0.text, ignoresCase: true))])]
            } ?? []
        conditions.append(path)
        for header in match.headers {
            guard let values = patterns(header, of: candidate) else { return nil }
            conditions.append(.header(name: header.name, values))
        }
        for parameter in match.queryParams {
            conditions.append(
                .query([
                    .init(
                        key: GlobPattern(parameter.name, ignoresCase: true),
                        value: GlobPattern(parameter.value, ignoresCase: true))
                ]))
        }
        if let method = match.method { conditions.append(.method([method])) }
        return conditions
    }

    private mutating func pathCondition(_ candidate: RouteCandidate) -> RuleCondition? {
        let path = candidate.match.path
        switch path.type {
        case .exact: return .path([.glob(GlobPattern(path.value))])
        case .prefix:
            if path.value.contains(where: { $0 == "*" || $0 == "?" }) {
                refuse(
                    "wildcard-in-path", "the prefix '\(path.value)' of \(candidate.route.title) has a wildcard",
                    at: candidate.route.span, help: "only Exact paths may have '*' and '?' on an ALB")
                return nil
            }
            let base = path.value.withoutFinalSlash
            if base.isEmpty { return .path([.glob(GlobPattern("/*"))]) }
            return .path([.glob(GlobPattern(base)), .glob(GlobPattern(base + "/*"))])
        case .regularExpression: return regex(path.value, of: candidate).map { .path([$0]) }
        }
    }

    /// Commas in a value part alternatives, where no backslash stands before them.
    private mutating func patterns(
        _ header: HTTPRoute.ValueMatch, of candidate: RouteCandidate
    ) -> [RuleCondition.Pattern]? {
        if header.type == .regularExpression { return regex(header.value, of: candidate).map { [$0] } }
        var values: [String] = [""]
        var isEscaped = false
        for character in header.value {
            if isEscaped {
                values[values.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                values.append("")
            } else {
                values[values.count - 1].append(character)
            }
        }
        return values.map { .glob(GlobPattern($0, ignoresCase: true)) }
    }

    private mutating func regex(_ text: String, of candidate: RouteCandidate) -> RuleCondition.Pattern? {
        if let regex = RegularExpression(text) { return .regex(regex) }
        refuse(
            "bad-regex", "'\(text)' of \(candidate.route.title) is no regular expression", at: candidate.route.span)
        return nil
    }

    // MARK: - Actions

    private mutating func ruleConfiguration(of candidate: RouteCandidate) -> ListenerRuleConfiguration? {
        for case .extensionRef(let reference) in candidate.filters {
            let found = settings.rules.first {
                $0.metadata.name == reference.name && $0.metadata.namespace == candidate.route.namespace
                    && $0.provider == provider
            }
            if found == nil || reference.group != provider.gatewayGroup {
                refuse(
                    "unknown-rule-configuration",
                    "\(candidate.route.title) names the ListenerRuleConfiguration '\(reference.name)', which is not there",
                    at: candidate.route.span)
            }
            return found
        }
        return nil
    }

    private mutating func action(
        of candidate: RouteCandidate, _ configuration: LoadBalancerConfiguration?
    ) -> ListenerAction? {
        for filter in candidate.filters {
            switch filter {
            case .requestRedirect(let redirect): return redirectAction(redirect, of: candidate)
            case .urlRewrite, .extensionRef: break
            case .requestHeaderModifier, .responseHeaderModifier, .requestMirror, .unknown:
                refuse(
                    "filter-not-supported", "\(candidate.route.title) has a filter that an ALB does not have",
                    at: candidate.route.span, help: "let the gateway in the cluster do it")
                return nil
            }
        }
        if candidate.fault != nil || candidate.backends.isEmpty { return .fixedResponse(.noBackend) }
        return .forward(
            candidate.backends.map { backend in
                ListenerAction.TargetGroup(
                    .service(namespace: backend.namespace, name: backend.service, port: .number(backend.port)),
                    weight: backend.fault == nil ? backend.weight : 0,
                    healthCheck: TargetGroupHealthCheck(targetGroup(of: backend, configuration)?.healthCheck),
                    attributes: TargetGroupAttributes(
                        (targetGroup(of: backend, configuration)?.attributes ?? []).map { ($0.key, $0.value) }))
            })
    }

    /// What a rewrite of the route changes, as the controller writes it for an ALB.
    private func transform(of candidate: RouteCandidate) -> RequestTransform? {
        for case .urlRewrite(let rewrite) in candidate.filters {
            var transform = RequestTransform()
            if let hostname = rewrite.hostname { transform.host = Self.rewrite(".*", to: hostname) }
            switch rewrite.path {
            case .fullPath(let path): transform.url = Self.rewrite(#"^[^?]*"#, to: path)
            case .prefixMatch(let replacement):
                let base = candidate.match.path.value.withoutFinalSlash
                let target = replacement.withoutFinalSlash
                let pattern = "^" + base.map { $0.isLetter || $0.isNumber || $0 == "/" ? "\($0)" : "\\\($0)" }.joined()
                // What is left of the path keeps its slash; nothing left is the root.
                transform.url =
                    target.isEmpty
                    ? Self.rewrite(pattern + "/?", to: "/") : Self.rewrite(pattern, to: target)
            case nil: break
            }
            return transform
        }
        return nil
    }

    /// - Parameter text: is put there as it stands.
    private static func rewrite(_ pattern: String, to text: String) -> RequestTransform.Rewrite? {
        RegularExpression(pattern).map {
            RequestTransform.Rewrite(pattern: $0, replacement: text.replacing("$", with: "$$"))
        }
    }

    private func targetGroup(
        of backend: GatewayMatch.Backend, _ configuration: LoadBalancerConfiguration?
    ) -> TargetGroupConfiguration? {
        let own = settings.targetGroups.first {
            $0.service == backend.service && $0.metadata.namespace == backend.namespace && $0.provider == provider
        }
        return own
            ?? settings.targetGroups.first {
                $0.metadata.name == configuration?.defaultTargetGroupConfiguration
                    && $0.metadata.namespace == gateway.metadata.namespace
            }
    }

    private mutating func redirectAction(
        _ redirect: HTTPRoute.Redirect, of candidate: RouteCandidate
    ) -> ListenerAction? {
        guard [301, 302].contains(redirect.statusCode) else {
            refuse(
                "bad-redirect", "\(candidate.route.title) redirects with \(redirect.statusCode)",
                at: candidate.route.span, help: "an ALB knows 301 and 302")
            return nil
        }
        var action = ListenerAction.Redirect()
        if let scheme = redirect.scheme {
            action.protocol = scheme.uppercased()
            action.port = scheme.lowercased() == "https" ? "443" : "80"
        }
        if let port = redirect.port { action.port = "\(port)" }
        if let hostname = redirect.hostname { action.host = hostname }
        switch redirect.path {
        case .fullPath(let path): action.path = path
        case .prefixMatch: warnNotEmulated("the new prefix of the redirect", of: candidate)
        case nil: break
        }
        action.status = Status(redirect.statusCode)
        return .redirect(action)
    }
}
