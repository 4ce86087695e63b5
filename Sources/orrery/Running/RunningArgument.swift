import ArgumentParser
import Console
import Foundation

/// The running system that a command acts on.
struct RunningArgument: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The control API of the system, as the ready file gives it. (default: $ORRERY_CONTROL, else the system that runs in this folder)",
            valueName: "url"))
    var control: String?

    @Option(help: "The folder that holds the state folders of systems, or one of them.")
    var state = ".orrery"

    /// Where the control API is.
    ///
    /// - Throws: `CommandError` when no system runs, or several do.
    func url() throws -> String {
        if let control { return control }
        if let control = ProcessInfo.processInfo.environment["ORRERY_CONTROL"], !control.isEmpty { return control }
        let running = ControlFile.running(below: state)
        if running.count > 1 {
            let list = running.map { "\n  --control \($0.url)  (\($0.system), \($0.path))" }.joined()
            throw CommandError("\(running.count) systems run here", help: "say which one:\(list)")
        }
        guard let only = running.first else {
            throw CommandError(
                "no system runs in this folder",
                help: "start one in another terminal with 'orrery up BLUEPRINT', or name one with --control")
        }
        return only.url
    }

    func client() throws -> ControlClient { try ControlClient(url: try url()) }
}

/// How an answer is shown.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
