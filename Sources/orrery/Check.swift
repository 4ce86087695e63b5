import ArgumentParser
import Blueprint

/// `orrery check`: reads a blueprint and says what is wrong with it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks a blueprint and the manifests it makes, and changes nothing.",
        discussion: """
            Every mistake is shown in one run, with its place and a way out. Exits 1 when there is an error.

            EXAMPLE
              orrery check blueprints/promptsales
            """)

    @OptionGroup var argument: BlueprintArgument

    func run() throws {
        let system = try argument.system(checking: .all).system
        if case .text = argument.format {
            print(
                "\(argument.file): \(system.workloads.count) workloads, \(system.stores.count) stores, "
                    + "\(system.externals.count) externals, \(system.environments.count) environments: nothing is wrong"
            )
        }
    }
}
