package import Blueprint

/// The files that deploy a system to one of its environments: made once, for the checks and for the layout.
package struct EnvironmentFiles: Sendable {
    package var environment: Environment
    package var files: [GeneratedFile]

    package init(of system: System, in environment: Environment) {
        self.environment = environment
        files = manifests(for: system, environment: environment)
    }
}
