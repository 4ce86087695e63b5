import ArgumentParser

/// The command line: one file for each verb, and nothing else imports ArgumentParser.
///
/// Each command says its name: to make one of a type's name, the runtime looks through all the program's conformances.
@main
struct Orrery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orrery",
        abstract: "Generates a system's deployment from one blueprint, and runs the system from what it generated.",
        discussion: """
            EXAMPLES
              orrery up blueprints/promptsales        run the whole system on this machine
              orrery exec content -- npm run dev      run a service of yours in its place in the running system
              orrery generate blueprints/promptsales  write its manifests to generated/promptsales
              orrery check blueprints/shop            say what is wrong with a blueprint
              orrery init shop                        write a first blueprint
              orrery graph blueprints/promptsales     draw a system's architecture
            """,
        version: "0.1.0",
        subcommands: [
            Up.self, Exec.self, Env.self, Swap.self, FaultCommand.self, JournalCommand.self, Generate.self, Check.self,
            Explain.self, GraphCommand.self, Init.self, Schema.self,
        ])

    /// Runs what the arguments say. On the main thread, whose heap grows in one piece; what waits leaves it by itself.
    @MainActor static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand { try await waiting.run() } else { try command.run() }
        } catch {
            exit(withError: error)
        }
    }
}
