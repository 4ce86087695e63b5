import Diagnostics
import HTTP
import JSONTree
import Kubernetes

extension LoadBalancerBuilder {
    /// The rules of one Ingress, in the order of its manifest, their priorities still to be given.
    mutating func rules(of member: IngressGroup.Member) -> [ListenerRule] {
        var rules: [ListenerRule] = []
        guard let validation = validation(of: member) else { return [] }
        if validation != nil, (member.annotation("auth-type") ?? "none") != "none" {
            refuse("bad-validation", "'jwt-validation' and 'auth-type' cannot both be there", in: member)
            return []
        }
        for entry in member.ingress.rules {
            for path in Self.sorted(entry.paths) {
                guard let conditions = conditions(of: path, host: entry.host, in: member),
                    let action = action(for: path.backend, of: member),
                    let authentication = authentication(of: path.backend, in: member),
                    let transform = transform(of: path.backend, in: member)
                else { continue }
                let source = ListenerRule.Source(
                    namespace: member.ingress.metadata.namespace, name: member.ingress.metadata.name,
                    span: path.span ?? member.ingress.metadata.span)
                rules.append(
                    ListenerRule(
                        priority: 0, conditions: conditions, validation: validation, authentication: authentication,
                        transform: transform, action: action, source: source))
            }
        }
        return rules
    }

    /// Within one entry: exact paths, then prefixes with the longest first, then the rest as they stand.
    private static func sorted(_ paths: [Ingress.Path]) -> [Ingress.Path] {
        let prefixes = paths.enumerated().filter { $0.element.pathType == .prefix }.sorted {
            ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
        }
        return paths.filter { $0.pathType == .exact } + prefixes.map(\.element)
            + paths.filter { $0.pathType == .implementationSpecific }
    }

    // MARK: - Conditions

    /// What a path asks, with what its `conditions.*` annotation adds; nil, with a diagnostic, when it is refused.
    private mutating func conditions(
        of path: Ingress.Path, host: String?, in member: IngressGroup.Member
    ) -> [RuleCondition]? {
        guard let extra = annotatedConditions(of: path.backend, in: member),
            let patterns = pathPatterns(path, in: member)
        else { return nil }
        var hosts = host.map { [RuleCondition.Pattern.glob(GlobPattern($0, ignoresCase: true))] } ?? []
        var paths = patterns
        var others: [RuleCondition] = []
        for condition in extra {
            switch condition {
            case .host(let more): hosts += more
            case .path(let more): paths += more
            case .header, .method, .query, .sourceAddress: others.append(condition)
            }
        }
        for (name, values) in [("host", hosts), ("path", paths)] where Self.isMixed(values) {
            refuse("mixed-condition", "a \(name) condition has both values and regular expressions", in: member)
            return nil
        }
        let conditions = (hosts.isEmpty ? [] : [.host(hosts)]) + (paths.isEmpty ? [] : [.path(paths)]) + others
        return conditions.isEmpty ? [.path([.glob(GlobPattern("/*"))])] : conditions
    }

    private mutating func pathPatterns(
        _ path: Ingress.Path, in member: IngressGroup.Member
    ) -> [RuleCondition.Pattern]? {
        let hasWildcard = path.path.contains { $0 == "*" || $0 == "?" }
        if path.path.isEmpty, path.pathType == .implementationSpecific { return [] }
        guard path.path.hasPrefix("/") else {
            refusePath(path, "relative-path", "the path '\(path.path)' does not start with '/'", in: member)
            return nil
        }
        switch path.pathType {
        case .exact, .prefix:
            if hasWildcard {
                refusePath(
                    path, "wildcard-in-path", "the \(path.pathType.rawValue) path '\(path.path)' has a wildcard",
                    in: member, help: "only ImplementationSpecific paths may have '*' and '?'")
                return nil
            }
            if path.pathType == .exact { return [.glob(GlobPattern(path.path))] }
            if path.path == "/" { return [.glob(GlobPattern("/*"))] }
            let base = path.path.hasSuffix("/") ? String(path.path.dropLast()) : path.path
            return [.glob(GlobPattern(base)), .glob(GlobPattern(base + "/*"))]
        case .implementationSpecific:
            guard member.annotation("use-regex-path-match") == "true" else { return [.glob(GlobPattern(path.path))] }
            guard let regex = RegularExpression(String(path.path.dropFirst())) else {
                refusePath(path, "bad-regex", "'\(path.path.dropFirst())' is no regular expression", in: member)
                return nil
            }
            return [.regex(regex)]
        }
    }

    private mutating func refusePath(
        _ path: Ingress.Path, _ id: String, _ message: String, in member: IngressGroup.Member, help: String? = nil
    ) {
        diagnostics.append(Diagnostic(id, message, at: path.span ?? member.ingress.metadata.span, help: help))
    }

    private static func isMixed(_ patterns: [RuleCondition.Pattern]) -> Bool {
        let globs = patterns.count { if case .glob = $0 { true } else { false } }
        return globs > 0 && globs < patterns.count
    }

    // MARK: - Actions

    /// What is done with requests for `backend`: nil, with a diagnostic, when its annotation is refused.
    mutating func action(for backend: Ingress.Backend, of member: IngressGroup.Member) -> ListenerAction? {
        guard backend.port == .name("use-annotation") else {
            return .forward([
                ListenerAction.TargetGroup(
                    .service(namespace: member.ingress.metadata.namespace, name: backend.service, port: backend.port),
                    annotations: member.annotations(of: backend.service))
            ])
        }
        let key = "actions.\(backend.service)"
        guard let text = member.annotation(key) else {
            var diagnostic = member.diagnostic(
                "unknown-action", "there is no annotation '\(key)'", help: "the load balancer answers with 503")
            diagnostic.severity = .warning
            diagnostics.append(diagnostic)
            return .fixedResponse(.missingAction)
        }
        do {
            return try AnnotatedAction.action(
                parsing: text, namespace: member.ingress.metadata.namespace, annotations: member.annotations(of:))
        } catch {
            refuse("bad-action", "'\(key)' \(error.message)", in: member)
            return nil
        }
    }

    /// What `jwt-validation` asks of requests; the outer nil, with a diagnostic, when it is refused.
    private mutating func validation(of member: IngressGroup.Member) -> JWTValidation?? {
        guard let text = member.annotation("jwt-validation") else { return .some(nil) }
        do {
            return try AnnotatedValidation.validation(parsing: text, span: member.ingress.metadata.span)
        } catch {
            refuse("bad-validation", "'jwt-validation' \(error.message)", in: member)
            return nil
        }
    }

    /// How users of `backend` are made known; the outer nil, with a diagnostic, when it is refused.
    private mutating func authentication(
        of backend: Ingress.Backend, in member: IngressGroup.Member
    ) -> Authentication?? {
        let annotations = member.annotations(of: backend.service)
        do {
            return .some(
                try AnnotatedAuthentication.authentication(namespace: member.ingress.metadata.namespace) {
                    annotations[ALBAnnotation.prefix + $0]
                })
        } catch {
            refuse("bad-authentication", error.message, in: member)
            return nil
        }
    }

    /// What `transforms.<service>` changes; the outer nil, with a diagnostic, when it is refused.
    private mutating func transform(
        of backend: Ingress.Backend, in member: IngressGroup.Member
    ) -> RequestTransform?? {
        let key = "transforms.\(backend.service)"
        guard let text = member.annotation(key) else { return .some(nil) }
        do {
            return .some(try AnnotatedTransform.transform(parsing: text))
        } catch {
            refuse("bad-transform", "'\(key)' \(error.message)", in: member)
            return nil
        }
    }

    /// The conditions in `conditions.<service>`; nil, with a diagnostic, when they are refused.
    private mutating func annotatedConditions(
        of backend: Ingress.Backend, in member: IngressGroup.Member
    ) -> [RuleCondition]? {
        let key = "conditions.\(backend.service)"
        guard let text = member.annotation(key) else { return [] }
        do {
            return try AnnotatedCondition.conditions(parsing: text)
        } catch {
            refuse("bad-condition", "'\(key)' \(error.message)", in: member)
            return nil
        }
    }
}

/// Why the JSON of an annotation is refused: `is no JSON`, `has no 'field'`.
struct AnnotationError: Error {
    var message: String

    init(_ message: String) { self.message = message }
}
