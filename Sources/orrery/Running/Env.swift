import ArgumentParser
import HTTP
import JSONTree

/// `orrery env SERVICE`: the environment of a service, with addresses of this machine.
struct Env: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Prints the environment of a service of the running system, for a process of yours.",
        discussion: """
            It is the environment of the service's Deployment, with the address of each dependency's edge in the place of \
            the one in the cluster; at its end stand the variables that 'orrery exec' adds. Mounted files are written to \
            a folder of their own, which is in ORRERY_FILES. The addresses stay as long as the system runs, and are the \
            same at its next start unless it is isolated.

            EXAMPLES
              orrery env content > .env
              eval "$(orrery env content --format shell)"
              orrery env content --format json | jq -r .CACHE_HOST
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case dotenv, shell, json }

    @OptionGroup var running: RunningArgument

    @Argument(help: "The service, worker or MCP server.")
    var service: String

    @Option(help: "dotenv, shell or json.")
    var format = Format.dotenv

    @Flag(help: "Only the variables that the Deployment has.")
    var onlyDeployment = false

    func run() async throws {
        let document = try await running.client().json(
            .get, "/v1/workloads/\(service.percentEncoded())/environment")
        let all = (document["variables"]?.array ?? []).compactMap { variable in
            variable["name"]?.string.flatMap { name in
                variable["value"]?.string.map {
                    EnvironmentVariable(name: name, value: $0, isAdded: variable["added"]?.bool ?? false)
                }
            }
        }
        let variables = all.filter { !onlyDeployment || !$0.isAdded }
        switch format {
        case .json:
            print(JSON.object(JSON.Object(variables.map { ($0.name, .string($0.value)) })).prettyText, terminator: "")
        case .dotenv: printLines(variables) { $0.dotenvLine }
        case .shell: printLines(variables) { $0.shellLine }
        }
    }

    private func printLines(_ variables: [EnvironmentVariable], _ line: (EnvironmentVariable) -> String) {
        print("# The environment of '\(service)', by its Deployment.")
        for variable in variables where !variable.isAdded { print(line(variable)) }
        if variables.contains(where: \.isAdded) { print("# What a process outside the cluster needs besides.") }
        for variable in variables where variable.isAdded { print(line(variable)) }
    }
}

/// One variable, as text.
struct EnvironmentVariable {
    var name: String
    var value: String
    var isAdded: Bool

    /// As `.env` files have it: quoted where anything in it could be read as something else.
    var dotenvLine: String {
        let isPlain = value.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_./:@%+,=-".unicodeScalars.contains($0))
        }
        if isPlain { return "\(name)=\(value)" }
        // Single quotes keep everything as it is, but for a line feed or a quote.
        if !value.contains(where: { $0 == "'" || $0.isNewline }) { return "\(name)='\(value)'" }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\r").replacing("$", with: "\\$")
        return "\(name)=\"\(escaped)\""
    }

    /// For `eval` in a shell.
    var shellLine: String { "export \(name)='\(value.replacing("'", with: "'\\''"))'" }
}
