import Blueprint
import Diagnostics
import Foundation
import Generator
import Testing

/// One choice of the objects that the ways in are made of.
struct WaysIn: Sendable, CustomTestStringConvertible {
    var loadBalancer: Environment.WaysIn.API
    var gateway: Environment.WaysIn.API
    var mode: Environment.Cluster.Mode

    var testDescription: String {
        "load balancer by \(loadBalancer.rawValue), gateway by \(gateway.rawValue), EKS \(mode.rawValue)"
    }

    /// All that the generator does not refuse; see `refused`.
    static let all: [WaysIn] = choices.filter { !$0.isRefused }
    static let refused: [WaysIn] = choices.filter(\.isRefused)

    private static let choices = Environment.Cluster.Mode.allCases.flatMap { mode in
        Environment.WaysIn.API.allCases.flatMap { gateway in
            Environment.WaysIn.API.allCases.map { WaysIn(loadBalancer: $0, gateway: gateway, mode: mode) }
        }
    }

    /// EKS Auto Mode promises no check of tokens at the load balancer, and a plain Ingress has none.
    private var isRefused: Bool { gateway == .ingress && mode == .auto }

    /// The blueprint of PromptSales, read with this choice for `dev`.
    func read() throws -> (system: System?, diagnostics: [Diagnostic]) {
        let folder = "\(repository)/blueprints/promptsales"
        let text = try String(contentsOfFile: "\(folder)/blueprint.yaml", encoding: .utf8)
        let ingressClass = gateway == .ingress ? ", class: traefik" : ""
        let choice = [
            "    cluster: { mode: \(mode.rawValue) }",
            "    edge: { alb: \(loadBalancer.rawValue), gateway: \(gateway.rawValue)\(ingressClass) }",
        ]
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex(of: "  dev:")) + 1
        let end = try #require(lines.firstIndex(of: "  staging:"))
        // What `dev` chooses itself makes room.
        let others = lines[start..<end].filter { !$0.hasPrefix("    cluster:") && !$0.hasPrefix("    edge:") }
        lines.replaceSubrange(start..<end, with: choice + others)
        return readBlueprint(
            lines.joined(separator: "\n"), file: "blueprint.yaml", folderContents: contentsOnDisk(below: folder))
    }

    /// The text of the manifests that deploy PromptSales so.
    func manifests() throws -> [(path: String, text: String)] {
        let (read, diagnostics) = try read()
        let system = try #require(read, "\(diagnostics)")
        let environment = try #require(system.environments.first { $0.name == "dev" })
        return Generator.manifests(for: system, environment: environment).map {
            ($0.path, $0.text(blueprint: "blueprint.yaml"))
        }
    }
}
