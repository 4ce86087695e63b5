package import Diagnostics
package import HTTP
import JSONTree

/// A front end's project on Vercel: what its `vercel.json` says of requests, and the `project.json` beside it of the
/// project itself.
///
/// Vercel documentation, "Project Configuration": `rewrites` and `headers` are what matters when a request comes.
/// Variables belong to the project; a deployment's file cannot set them.
package struct VercelProject: Sendable {
    /// From the folder's name: `portal`.
    package var name: String
    var rewrites: [Rewrite]
    var environment: [Variable]
    var headers: [(source: PathPattern, fields: Fields)]

    struct Rewrite: Sendable {
        var source: PathPattern
        var destination: String
    }

    struct Variable: Sendable {
        var name: String
        /// nil for a secret, which the project holds.
        var value: String?
    }

    /// The local image that plays it: the value of `ORRERY_IMAGE`, by which the generator notes it.
    var image: String { environment.first { $0.name == "ORRERY_IMAGE" }?.value ?? name }

    var missingImage: Diagnostic {
        Diagnostic(
            "missing-image", "no local image '\(image)' plays the front end '\(name)', so it does not run here",
            severity: .warning)
    }

    /// The projects in `files`: every folder with a `vercel.json`.
    package static func projects(
        in files: [(path: String, text: String)], _ diagnostics: inout [Diagnostic]
    ) -> [VercelProject] {
        files.filter { ("/" + $0.path).hasSuffix("/vercel.json") }.compactMap { file in
            let folder = file.path.dropLast("vercel.json".count)
            let settings = files.first { $0.path == folder + "project.json" }
            return VercelProject(configuration: file, settings: settings, &diagnostics)
        }
    }

    /// nil, with a diagnostic, for what is not a project.
    package init?(
        configuration file: (path: String, text: String), settings: (path: String, text: String)?,
        _ diagnostics: inout [Diagnostic]
    ) {
        guard let document = Self.document(file, &diagnostics) else { return nil }
        let project = settings.flatMap { Self.document($0, &diagnostics) }
        name = file.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        rewrites = (document["rewrites"]?.array ?? []).compactMap { rewrite in
            guard let source = rewrite["source"]?.string, let destination = rewrite["destination"]?.string else {
                return nil
            }
            return Rewrite(source: PathPattern(source), destination: destination)
        }
        environment = (project?["environmentVariables"]?.array ?? []).compactMap { variable in
            variable["key"]?.string.map { Variable(name: $0, value: variable["value"]?.string) }
        }
        headers = (document["headers"]?.array ?? []).map { entry in
            var fields = Fields()
            for header in entry["headers"]?.array ?? [] {
                if let key = header["key"]?.string, let value = header["value"]?.string { fields.append(key, value) }
            }
            return (PathPattern(entry["source"]?.string ?? ""), fields)
        }
        // Vercel has retired them, and what nobody reads must be said.
        for key in ["env", "alias", "name"] where document[key] != nil {
            diagnostics.append(
                Diagnostic(
                    "retired-vercel-key", "'\(key)' of \(file.path) has no effect: it belongs to the project",
                    at: SourceSpan(file: file.path, line: 1, column: 1), severity: .warning,
                    help: "say it in the project.json beside it"))
        }
    }

    private static func document(
        _ file: (path: String, text: String), _ diagnostics: inout [Diagnostic]
    ) -> JSON? {
        do {
            return try JSON.parse(file.text)
        } catch {
            diagnostics.append(
                Diagnostic(
                    "bad-vercel-project", "the file is not JSON: \(error)",
                    at: SourceSpan(file: file.path, line: 1, column: 1)))
            return nil
        }
    }

    /// The URL that `request` is rewritten to; nil when the front end answers itself.
    package func rewrite(_ request: Request) -> String? {
        for rewrite in rewrites {
            guard let parameters = rewrite.source.match(request.path) else { continue }
            var destination = rewrite.destination
            for (name, value) in parameters.sorted(by: { $0.key.count > $1.key.count }) {
                destination = destination.replacing(":\(name)*", with: value).replacing(":\(name)", with: value)
            }
            let separator = destination.contains("?") ? "&" : "?"
            return destination + (request.query.map { separator + $0 } ?? "")
        }
        return nil
    }
}

/// A path with parameters, as Vercel writes it: `/api/:path*`, `/u/:id`, `/(.*)`.
struct PathPattern: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case one(String)
        /// None or more segments, to the end.
        case rest(String)
    }

    private var segments: [Segment]

    init(_ text: String) {
        segments = text.split(separator: "/").map { part in
            if part == "(.*)" { return .rest("0") }
            if part.hasPrefix(":"), part.hasSuffix("*") { return .rest(String(part.dropFirst().dropLast())) }
            return part.hasPrefix(":") ? .one(String(part.dropFirst())) : .literal(String(part))
        }
    }

    /// The parameters by name when `path` fits; nil when it does not.
    func match(_ path: String) -> [String: String]? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)[...]
        var parameters: [String: String] = [:]
        for segment in segments {
            switch segment {
            case .rest(let name):
                parameters[name] = parts.joined(separator: "/")
                return parameters
            case .one(let name):
                guard let part = parts.popFirst() else { return nil }
                parameters[name] = part
            case .literal(let text):
                if parts.popFirst() != text { return nil }
            }
        }
        return parts.isEmpty ? parameters : nil
    }
}
