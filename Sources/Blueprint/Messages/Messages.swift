import Diagnostics
import YAMLTree

// Every message of this target, in alphabetical order of the functions. The long texts are in `Explanations.swift`.

extension Diagnostic {
    static func capacityOrder(_ store: Store, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "capacity-order", "store '\(store.name)' has more capacity at least than at most", at: span,
            help: "make 'min' no more than 'max'")
    }

    static func clientsWithoutOAuth(_ service: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "clients-without-oauth", "service '\(service)' has OAuth clients and gives no tokens", at: span,
            help: "add 'role: oauth', or move the clients to the authorization server")
    }

    static func clientWithoutRedirects(_ client: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "client-redirects", "OAuth client '\(client)' is public and has nowhere to return to", at: span,
            help: "add 'redirects', or 'kind: machine' for a program with a secret")
    }

    static func duplicateHost(
        _ host: String, _ owner: String, at span: SourceSpan, first: (owner: String, span: SourceSpan)
    ) -> Diagnostic {
        Diagnostic(
            "duplicate-host", "the host '\(host)' of \(owner) is taken", at: span,
            notes: [Note("\(first.owner) has it", at: first.span)], help: "give one of the two another name")
    }

    static func duplicateName(_ declaration: Blueprint.Declaration, first: Blueprint.Declaration) -> Diagnostic {
        Diagnostic(
            "duplicate-name", "the name '\(declaration.name)' of a \(declaration.section.noun) is taken",
            at: declaration.nameSpan,
            notes: [Note("it is the name of a \(first.section.noun)", at: first.nameSpan)],
            help: "give one of the two another name; only a worker may share its name with a queue")
    }

    static func duplicateRoute(
        _ route: GatewayDeclaration.Route, first: GatewayDeclaration.Route
    ) -> Diagnostic {
        Diagnostic(
            "duplicate-route", "the path '\(route.path)' has a route already", at: route.span,
            notes: [Note("this one goes to '\(first.workload)' and hides the second", at: first.span)],
            help: "remove one of the two, or make the path of one longer")
    }

    static func egressNeedsAutoMode(environment: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "egress-needs-auto-mode",
            "environment '\(environment)' names vendors by host, which its standard cluster cannot enforce", at: span,
            help: "write 'mode: auto', or 'egress: cilium' where Cilium enforces the policies, or leave 'egress' out")
    }

    static func emptyAccess(_ entry: LocatedNode.Entry, allowed: [Edge.Access]) -> Diagnostic {
        Diagnostic(
            "empty-access", "the use of '\(entry.key)' does not say how", at: entry.value.span,
            help: "write \(words(allowed.map(\.rawValue)))")
    }

    static func emptyBlueprint(file: String) -> Diagnostic {
        Diagnostic(
            "empty-blueprint", "the blueprint is empty", at: SourceSpan(file: file, line: 1, column: 1),
            help: "start one with 'orrery init'")
    }

    static func emptyMigrations(_ path: String, of user: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "empty-migrations", "the folder '\(path)' of \(user) holds no SQL file", at: span,
            help: "add a file such as '001_first.sql', or remove 'migrations'")
    }

    static func hostOutsideDomain(_ host: String, domain: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "host-outside-domain", "the host '\(host)' is the same in every environment", at: span, severity: .warning,
            notes: [Note("environments rename only what is below '\(domain)'")],
            help: "use a name below '\(domain)'")
    }

    static func invalidAccess(
        _ word: Edge.Access, to used: Blueprint.Declaration, allowed: [Edge.Access], at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "invalid-access", "'\(word.rawValue)' is not something to do with \(used.section.noun) '\(used.name)'",
            at: span, notes: [Note("it is declared here", at: used.nameSpan)],
            help: "write \(words(allowed.map(\.rawValue)))")
    }

    static func invalidChoice(
        _ text: String, of choices: [String], in context: String, at span: SourceSpan
    ) -> Diagnostic {
        // A queue is consumed where it stands under `consumes`, and a person may look for the word here.
        let isConsume = text == Edge.Access.consume.rawValue && choices == Edge.Access.declared
        let suggestion = nearest(to: text, in: choices).map { "did you mean '\($0)'?" }
        return Diagnostic(
            "invalid-choice", "'\(text)' is not a value of \(context)", at: span,
            help: isConsume
                ? "name the queue under 'consumes' of a worker" : suggestion ?? "write \(words(choices))")
    }

    static func invalidText(_ text: String, _ format: Format, at span: SourceSpan, noun: String? = nil) -> Diagnostic {
        let what = noun.map { "a valid \($0)" } ?? format.noun
        return Diagnostic(format.id, "'\(text)' is not \(what)", at: span, help: format.rule)
    }

    static func jobCircle(_ names: [String], at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "job-circle", "jobs go round in a circle: \(names.joined(separator: " -> "))", at: span,
            help: "let a worker publish only to queues whose work does not come back to it")
    }

    static func managedKey(_ entry: LocatedNode.Entry, _ store: Store) -> Diagnostic {
        Diagnostic(
            "managed-key",
            "'\(entry.key)' says nothing about store '\(store.name)', which \(store.managed.rawValue) runs",
            at: entry.keySpan, help: "remove it")
    }

    static func managedMismatch(_ service: Store.Service, _ kind: Store.Kind, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "managed-mismatch", "'\(service.rawValue)' does not run \(kind.rawValue)", at: span,
            help: "write '\(kind.usualService.rawValue)', or leave 'managed' out")
    }

    static func managedSubnets(_ store: Store, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "managed-subnets", "store '\(store.name)' has fewer than two subnets to lie in", at: span,
            help: "add 'subnets: [subnet-…, subnet-…]' of two availability zones")
    }

    static func migrationsWithoutSQL(_ kind: Store.Kind, of store: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "migrations-without-sql", "store '\(store)' is a \(kind.rawValue) and has SQL migrations", at: span,
            help: "remove 'migrations'")
    }

    static func missingAuthorizationServer(_ route: GatewayDeclaration.Route) -> Diagnostic {
        Diagnostic(
            "missing-authorization-server", "route '\(route.path)' asks for a token that nobody gives",
            at: route.span, notes: [Note("no service has 'role: oauth'")],
            help: "add a service with 'role: oauth', or make the route 'public: true'")
    }

    static func missingCertificate(_ name: String, environment: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "missing-certificate", "environment '\(environment)' has no ARN for certificate '\(name)'", at: span,
            help: "add '\(name): arn:aws:acm:REGION:ACCOUNT:certificate/ID' under 'acm'")
    }

    static func missingEndpoint(_ store: Store, environment: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "missing-endpoint", "environment '\(environment)' does not say where store '\(store.name)' answers",
            at: span, notes: [Note("the store is declared here", at: store.span)],
            help: "add '\(store.name): { host: HOST, subnet: RANGE }' under 'data'")
    }

    static func missingEnvironment(at span: SourceSpan) -> Diagnostic {
        Diagnostic("missing-environment", "there is no environment", at: span, help: "declare one: 'dev' is usual")
    }

    static func missingFile(_ path: String, of user: String, at span: SourceSpan, near: String?) -> Diagnostic {
        Diagnostic(
            "missing-file", "'\(path)' of \(user) does not exist", at: span,
            help: near.map { "did you mean '\($0)'?" } ?? "paths are relative to the blueprint's folder")
    }

    static func missingKey(_ key: Key, in context: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "missing-key", "\(context) has no '\(key.name)'", at: span,
            help: "add '\(key.name)': \(lowercasedFirst(key.meaning))")
    }

    static func missingRepository(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "missing-repository", "the layout 'argocd' has no repository to deploy from", at: span,
            help: "add 'repository' with the URL of the Git repository that holds the generated files")
    }

    static func noAddress(_ entry: LocatedNode.Entry, _ what: String, user: Blueprint.Declaration) -> Diagnostic {
        Diagnostic(
            "no-address", "'\(entry.key)', which \(user.section.noun) '\(user.name)' uses, is \(what)",
            at: entry.keySpan, help: "use a service, MCP server, store, queue or external")
    }

    static func numberOutOfRange(
        _ source: String, _ range: ClosedRange<Int>, in context: String, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "number-out-of-range", "\(context) is \(source)", at: span,
            help: "write a number from \(range.lowerBound) to \(range.upperBound)")
    }

    static func publicWithScopes(_ path: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "public-with-scopes", "route '\(path)' is public and asks for scopes", at: span,
            help: "remove 'public' or 'scopes'")
    }

    static func queueOnWrongStore(_ queue: String, _ store: String, _ kind: Store.Kind, at span: SourceSpan)
        -> Diagnostic
    {
        Diagnostic(
            "queue-on-wrong-store", "queue '\(queue)' is on '\(store)', which is a \(kind.rawValue) store", at: span,
            help: "put it on a redis store")
    }

    static func queueWithoutStore(_ queue: Blueprint.Declaration, _ candidates: [String]) -> Diagnostic {
        Diagnostic(
            "queue-without-store", "queue '\(queue.name)' does not say which store holds it", at: queue.nameSpan,
            notes: [Note(candidates.isEmpty ? "there is no redis store" : "there are several redis stores")],
            help: candidates.isEmpty
                ? "declare a redis store under 'data'" : "write 'on: \(candidates.joined(separator: "' or 'on: "))'")
    }

    static func queueWithoutWorker(_ queue: Queue) -> Diagnostic {
        Diagnostic(
            "queue-without-worker", "nobody takes jobs from queue '\(queue.name)'", at: queue.span,
            severity: .warning, help: "name it under 'consumes' of a worker")
    }

    static func redirectsOfMachine(_ client: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "client-redirects", "OAuth client '\(client)' is a machine and has redirects", at: span,
            help: "remove 'redirects', or write 'kind: public'")
    }

    static func redirectWithoutFrontend(
        _ path: String, client: String, at span: SourceSpan, _ system: System
    ) -> Diagnostic {
        let near = nearest(to: client, in: system.frontends.map(\.name))
        return Diagnostic(
            "redirect-without-frontend", "'\(path)' needs a frontend with the name of OAuth client '\(client)'",
            at: span, help: near.map { "did you mean '\($0)' as the client's name?" } ?? "write a whole URI")
    }

    static func repeatedValue(_ text: String, in context: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic
    {
        Diagnostic(
            "repeated-value", "'\(text)' stands twice in \(context)", at: span,
            notes: [Note("it stands first", at: first)], help: "remove one of the two")
    }

    static func requestAboveLimit(
        _ request: String, _ limit: String, _ what: String, of user: String, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "request-above-limit", "\(user) reserves more \(what) (\(request)) than it may take (\(limit))", at: span,
            help: "raise the limit or lower the request")
    }

    static func reservedName(_ declaration: Blueprint.Declaration, _ name: String) -> Diagnostic {
        Diagnostic(
            "reserved-name", "'\(name)' is the name of a part of 'edge'", at: declaration.nameSpan,
            help: "give the \(declaration.section.noun) another name")
    }

    static func routeToNoService(
        _ route: String, _ target: Blueprint.Declaration, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "route-to-no-service", "\(route) goes to \(target.section.noun) '\(target.name)'", at: span,
            notes: [Note("it is declared here", at: target.nameSpan)], help: "a route goes to a service")
    }

    static func scaleOrder(_ minimum: Int, _ maximum: Int, of user: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "scale-order", "\(user) has at least \(minimum) and at most \(maximum) replicas", at: span,
            help: "make 'min' no more than 'max'")
    }

    static func severalAuthorizationServers(
        _ declaration: Blueprint.Declaration, first: Blueprint.Declaration
    ) -> Diagnostic {
        Diagnostic(
            "several-authorization-servers", "service '\(declaration.name)' is a second authorization server",
            at: declaration.nameSpan, notes: [Note("the first is '\(first.name)'", at: first.nameSpan)],
            help: "keep 'role: oauth' on one of them")
    }

    static func severalDocuments(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "several-documents", "the blueprint is followed by another document", at: span,
            help: "remove the '---' line, or keep one blueprint in a file")
    }

    static func sharedDomain(_ environment: Environment, first: Environment, domain: String) -> Diagnostic {
        Diagnostic(
            "shared-domain", "environment '\(environment.name)' has the domain '\(domain)' of another one",
            at: environment.span, severity: .warning, notes: [Note("it is that of '\(first.name)'", at: first.span)],
            help: "give one of the two a 'domain' of its own")
    }

    static func unknownCertificate(_ entry: LocatedNode.Entry, needed: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-certificate", "nothing uses certificate '\(entry.key)'", at: entry.keySpan,
            notes: [Note("the load balancer uses \(words(needed, "and"))")],
            help: nearest(to: entry.key, in: needed).map { "did you mean '\($0)'?" } ?? "remove it")
    }

    static func unknownEndpoint(
        _ entry: LocatedNode.Entry, environment: String, blueprint: Blueprint
    ) -> Diagnostic {
        .unknownName(
            entry.key, in: .data, by: "environment '\(environment)'", at: entry.keySpan, blueprint: blueprint)
    }

    static func unknownEnvironment(_ entry: LocatedNode.Entry, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-environment", "there is no environment '\(entry.key)'", at: entry.keySpan,
            help: nearest(to: entry.key, in: known).map { "did you mean '\($0)'?" } ?? "remove it, or declare it")
    }

    static func unknownKey(_ entry: LocatedNode.Entry, in context: String, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-key", "'\(entry.key)' is not a key of \(context)", at: entry.keySpan,
            help: nearest(to: entry.key, in: known).map { "did you mean '\($0)'?" }
                ?? "the keys here are \(words(known, "and"))")
    }

    /// An entry that is named after something the system does not have.
    static func unknownOwner(
        _ entry: LocatedNode.Entry, _ noun: String, of user: String, known: [String]
    ) -> Diagnostic {
        Diagnostic(
            "unknown-\(noun)", "\(user) names a \(noun) that does not exist", at: entry.keySpan,
            help: nearest(to: entry.key, in: known).map { "did you mean '\($0)'?" } ?? "remove it")
    }

    /// A reference to something that no entry of `section` bears as its name.
    static func unknownName(
        _ name: String, in section: Blueprint.Section, by user: String, at span: SourceSpan, blueprint: Blueprint
    ) -> Diagnostic {
        var notes: [Note] = []
        if let place = blueprint.span(of: section) {
            notes.append(Note("\(section.plural) are declared under '\(section.rawValue):'", at: place))
        }
        return Diagnostic(
            "unknown-\(section.noun)", "\(user) points to a \(section.noun) that does not exist", at: span,
            notes: notes,
            help: nearest(to: name, in: blueprint.names(in: section)).map { "did you mean '\($0)'?" }
                ?? "declare '\(name)' under '\(section.rawValue):'")
    }

    static func unknownScope(_ scope: String, client: String, at span: SourceSpan, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-scope", "no route asks for the scope '\(scope)' of OAuth client '\(client)'", at: span,
            help: nearest(to: scope, in: known).map { "did you mean '\($0)'?" }
                ?? (known.isEmpty ? "remove it" : "the routes ask for \(words(known, "and"))"))
    }

    static func unknownUse(
        _ entry: LocatedNode.Entry, user: Blueprint.Declaration, blueprint: Blueprint
    ) -> Diagnostic {
        let usable = blueprint.declarations.filter(\.section.isUsable).map(\.name)
        return Diagnostic(
            "unknown-name", "\(user.section.noun) '\(user.name)' uses something that does not exist",
            at: entry.keySpan,
            help: nearest(to: entry.key, in: usable).map { "did you mean '\($0)'?" }
                ?? "declare '\(entry.key)' under 'services', 'mcp', 'data', 'queues' or 'externals'")
    }

    static func unused(_ noun: String, _ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "unused-\(noun)", "nobody uses \(noun) '\(name)'", at: span, severity: .warning,
            help: "remove it, or name it under 'uses'")
    }

    static func usesItself(_ entry: LocatedNode.Entry, user: Blueprint.Declaration) -> Diagnostic {
        Diagnostic(
            "uses-itself", "\(user.section.noun) '\(user.name)' uses itself", at: entry.keySpan, help: "remove it")
    }

    static func wrongType(_ node: LocatedNode, in context: String, expected: String) -> Diagnostic {
        // YAML 1.1 reads `no`, `on` and `1.10` as something else than their letters.
        var notes: [Note] = []
        if case .scalar(let scalar, let source) = node.value {
            switch scalar {
            case .bool, .int, .double: notes = [Note("'\(source)' without quotes is \(node.kindName) in YAML")]
            case .null, .string, .list, .map: break
            }
        }
        return Diagnostic(
            "wrong-type", "\(context) is \(node.kindName)", at: node.span, notes: notes, help: "write \(expected)")
    }

    // MARK: - Words

    /// `'read' or 'write'`.
    private static func words(_ names: [String], _ conjunction: String = "or") -> String {
        let quoted = names.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
    }

    /// A sentence in the middle of another one; names in capitals stay.
    private static func lowercasedFirst(_ sentence: String) -> String {
        guard let first = sentence.first, sentence.dropFirst().first?.isUppercase == false else { return sentence }
        return first.lowercased() + sentence.dropFirst()
    }
}

extension Blueprint.Section {
    /// Several entries of it.
    fileprivate var plural: String { noun + "s" }
}
