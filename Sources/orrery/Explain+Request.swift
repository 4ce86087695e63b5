import Blueprint
import Diagnostics
import Emulator
import Foundation
import Generator
import HTTP
import JSONTree
import ArgumentParser

/// Explanations of what the manifests decide: the way of a request, and who may reach whom.
extension Explain {
    var isRequest: Bool {
        words.count == 2 && words[1].contains("://") && words[0].allSatisfy { $0.isUppercase && $0.isLetter }
    }

    var isEdge: Bool { words.count == 3 && words[0] == "edge" }

    func explainRequest(method: String, url: String) throws {
        guard let request = Request(Method(method), url: url) else {
            throw CommandError("'\(url)' is no URL", help: "name scheme and host: https://api.example.com/path")
        }
        let all = try environments()
        // Of several environments, the one is meant whose load balancer has the host.
        let chosen = all.first { from != nil || $0.plan.answers(for: request.host) } ?? all[0]
        let hops = try named { try chosen.plan.explain(request, from: from) }
        switch format {
        case .json:
            let document: JSON = [
                "environment": .string(chosen.name), "request": .string("\(method) \(url)"),
                "hops": .array(hops.map(\.json)),
            ]
            print(document.prettyText, terminator: "")
        case .text:
            print("\(method) \(url)  (\(chosen.name))\n")
            for (number, hop) in hops.enumerated() {
                print("\(number + 1). \(hop.at): \(hop.decision)")
                show(hop.span, unlessIn: hop.decision)
            }
        }
    }

    func explainEdge(from caller: String, to callee: String) throws {
        let all = try environments()
        let chosen = all.first { $0.plan.names.contains(caller) } ?? all[0]
        let edge = try named { try chosen.plan.explainEdge(from: caller, to: callee) }
        switch format {
        case .json: print(edge.json.prettyText, terminator: "")
        case .text:
            print(
                "\(edge.caller) -> \(edge.callee) (\(edge.host), port \(edge.port)): \(edge.isAllowed ? "allowed" : "denied")"
            )
            print("   \(edge.reason)")
            show(edge.span, unlessIn: edge.reason)
        }
    }

    /// The line that decided, where the sentence does not name it already.
    private func show(_ span: SourceSpan?, unlessIn sentence: String) {
        guard let span, !sentence.contains("\(span.file):\(span.line)") else { return }
        print("   \(span.file):\(span.line)")
    }

    /// What `body` returns; a name that the manifests lack becomes an error with a way out.
    private func named<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as UnknownPart {
            let close = nearest(to: error.name, in: error.known).map { "did you mean '\($0)'?" }
            throw CommandError("\(error)", help: close ?? "there are \(error.known.joined(separator: ", "))")
        }
    }

    // MARK: - The manifests

    /// One environment's manifests, read.
    struct ExplainedEnvironment {
        var name: String
        var plan: Plan
    }

    /// The environments to look in; at least one.
    private func environments() throws -> [ExplainedEnvironment] {
        if let manifests {
            return [ExplainedEnvironment(name: manifests, plan: try plan(of: manifestFiles(below: manifests)))]
        }
        let folders = try blueprint.map { [$0] } ?? blueprintsHere()
        return try folders.flatMap { folder in
            let argument = try BlueprintArgument.parse([folder])
            let system = try argument.system()
            let wanted = system.environments.map(\.name).filter { environment == nil || $0 == environment }
            if wanted.isEmpty { _ = try system.generatedFiles(environment: environment, blueprint: folder) }
            return try wanted.map { name in
                let files = try system.generatedFiles(environment: name, blueprint: argument.file).map {
                    (path: "generated/\($0.path)", text: $0.text)
                }
                return ExplainedEnvironment(name: "\(system.name) \(name)", plan: try plan(of: files))
            }
        }
    }

    /// - Throws: `CommandError` when there is no blueprint.
    private func blueprintsHere() throws -> [String] {
        let files = FileManager.default
        if files.fileExists(atPath: "blueprint.yaml") { return ["."] }
        let folders = ((try? files.contentsOfDirectory(atPath: "blueprints")) ?? []).sorted()
            .map { "blueprints/\($0)" }.filter { files.fileExists(atPath: "\($0)/blueprint.yaml") }
        if folders.isEmpty {
            throw CommandError(
                "there is no blueprint here", help: "name one with --blueprint, or manifests with --manifests")
        }
        return folders
    }

    private func plan(of files: [(path: String, text: String)]) throws -> Plan {
        var diagnostics: [Diagnostic] = []
        do {
            return try Plan(files: files, &diagnostics)
        } catch {
            DiagnosticFormat.text.show(diagnostics) { path in files.first { $0.path == path }?.text }
            throw CommandError("\(error)")
        }
    }
}
