import ArgumentParser
import Foundation
import HTTP
import JSONTree

/// `orrery exec SERVICE -- COMMAND`: runs a real process in the place of an emulated container.
struct Exec: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Runs a process of yours in the place of a service of the running system.",
        discussion: """
            The process gets the environment of the service's Deployment, with the address of each dependency's edge in \
            the place of the one in the cluster, and little else: of your own variables only those that a shell needs \
            (PATH, HOME, LANG …). Its mounted files are below $ORRERY_FILES. What it calls by name goes through a proxy \
            that knows the names of the cluster and of the vendors, and refuses all others.

            It must listen on the port in PORT, on 127.0.0.1 or on all addresses. The service's routes then lead to it \
            once its readiness probe passes. When it ends, the emulated service is back. Signals, the terminal and the \
            exit code are the process's own: this command becomes the process. With '--restart' it stays beside the \
            process instead, and does what the kubelet would: it ends the process and starts it again when its liveness \
            probe fails, and starts it again when it ends by itself.

            EXAMPLES
              orrery exec content -- npm run dev
              orrery exec ads --port 8000 -- uvicorn ads:app --port 8000
              orrery exec jobs --pass AWS_PROFILE -- python worker.py
              orrery exec content --restart -- ./content
            """)

    @OptionGroup var running: RunningArgument

    @Argument(help: "The service, worker or MCP server whose place it takes.")
    var service: String

    @Argument(parsing: .postTerminator, help: "The command, after '--', with its arguments.")
    var command: [String]

    @Option(help: "The port that it listens on, for a process that does not heed PORT. (default: a free one)")
    var port: Int?

    @Option(help: "One more variable of your own to pass on; may be repeated.")
    var pass: [String] = []

    @Flag(help: "Pass on all variables of your own; those of the Deployment come first.")
    var inherit = false

    @Flag(help: "Start the process again when it ends, and when its liveness probe has failed too often.")
    var restart = false

    @Flag(name: .shortAndLong, help: "Say nothing before the process starts.")
    var quiet = false

    func validate() throws {
        if command.isEmpty {
            throw ValidationError(
                "there is no command: write it after '--', as in 'orrery exec content -- npm run dev'")
        }
        if let port, !(1...65_535).contains(port) { throw ValidationError("\(port) is no port") }
    }

    func run() throws {
        let name = service.percentEncoded()
        let url = try running.url() + "/v1/workloads/\(name)/process"
        let held = try HeldConnection(.post, url, port.map { ["port": JSON($0)] } ?? [:])
        let variables = (held.document["environment"]?["variables"]?.array ?? []).compactMap { variable in
            variable["name"]?.string.flatMap { name in variable["value"]?.string.map { (name, $0) } }
        }
        if !quiet { announce(held.document) }
        if restart {
            var supervisor = Supervisor(command: command, held: held, isQuiet: quiet)
            throw ExitCode(try supervisor.run(environment: environment(variables)))
        }
        try become(command, environment(variables))
    }

    /// One line to the terminal, apart from what the process writes.
    private func announce(_ document: JSON) {
        let edges = (document["environment"]?["edges"]?.array ?? []).compactMap { $0["callee"]?.string }
        let text =
            "orrery: '\(service)' is now this process, at port \(document["port"]?.int ?? 0)"
            + (edges.isEmpty ? "" : "; its edges: \(edges.joined(separator: ", "))") + "\n"
        FileHandle.standardError.write(Data(text.utf8))
    }

    // MARK: - The environment

    /// What a process needs of the terminal's environment to run at all.
    private static let passed: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "COLORTERM", "LANG", "LANGUAGE", "TZ", "TMPDIR", "PWD",
        "VIRTUAL_ENV", "JAVA_HOME", "NVM_DIR", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "LD_LIBRARY_PATH",
        "DISPLAY", "XAUTHORITY", "SSH_AUTH_SOCK", "EDITOR", "CI", "NO_COLOR", "FORCE_COLOR",
    ]

    private func environment(_ variables: [(String, String)]) -> [(String, String)] {
        let own = ProcessInfo.processInfo.environment.filter { name, _ in
            inherit || pass.contains(name) || Self.passed.contains(name) || name.hasPrefix("LC_")
                || name.hasPrefix("XDG_")
        }
        var all = own
        for (name, value) in variables { all[name] = value }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Never returns: this program becomes `command`, which keeps the open connection that holds its place.
    private func become(_ command: [String], _ environment: [(String, String)]) throws {
        setEnvironment(environment)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        // The threads of this program take no signals; those of the process do.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        _ = execvp(command[0], arguments)
        let code = errno
        let text = "orrery: cannot run '\(command[0])': \(String(cString: strerror(code)))\n"
        FileHandle.standardError.write(Data(text.utf8))
        // As a shell says that a command was not found, or could not be run.
        throw ExitCode(code == ENOENT ? 127 : 126)
    }
}

/// Makes `environment` this program's own: a command is then looked up with the PATH that it will have.
func setEnvironment(_ environment: [(String, String)]) {
    clearenv()
    for (name, value) in environment { setenv(name, value, 1) }
}
