import ArgumentParser
import HTTP
import JSONTree

/// The part of the running system that a swap or a fault is about, or one edge to it.
struct PartArgument: ParsableArguments {
    @Argument(help: "The service, store or vendor; or the host name of a vendor that has no mock.")
    var part: String?

    @Option(help: "Only for the calls of this workload.")
    var edge: String?

    @Option(help: "How the list is shown: text or json.")
    var format = OutputFormat.text

    /// Where the control API has what `collection` holds for the part: `/v1/faults/content?edge=gateway`.
    func path(in collection: String, of part: String) -> String {
        "/v1/\(collection)/\(part.percentEncoded())" + (edge.map { "?edge=\($0.percentEncoded())" } ?? "")
    }

    /// `'content'`, or `the edge from 'gateway' to 'content'`.
    func title(of part: String) -> String { edge.map { "the edge from '\($0)' to '\(part)'" } ?? "'\(part)'" }

    /// Prints all that `collection` holds, for a person with what `words` says of each.
    func list(_ collection: String, _ client: ControlClient, _ words: (JSON) -> String) async throws {
        let answer = try await client.json(.get, "/v1/\(collection)")
        switch format {
        case .json: print(answer.prettyText, terminator: "")
        case .text:
            for entry in answer[collection]?.array ?? [] {
                let edge = entry["edge"]?.string.map { "\($0) -> " } ?? ""
                print("\(edge)\(entry["part"]?.string ?? "")\(words(entry))")
            }
        }
    }
}
