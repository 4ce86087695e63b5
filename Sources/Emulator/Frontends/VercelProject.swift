package import Diagnostics
package import HTTP
import JSONTree

/// A front end's project on Vercel, as its `vercel.json` describes it.
///
/// Vercel documentation, "Project Configuration": `rewrites`, `headers` and `env` are what matters when a request comes.
package struct VercelProject: Sendable {
    /// From the file's name: `portal`.
    package var name: String
    var rewrites: [Rewrite]
    /// A value that starts with `@` names a secret.
    var environment: [(name: String, value: String)]
    var headers: [(source: PathPattern, fields: Fields)]

    struct Rewrite: Sendable {
        var source: PathPattern
        var destination: String
    }

    /// The local image that plays it: the value of `ORRERY_IMAGE`, by which the generator notes it.
    var image: String { environment.first { $0.name == "ORRERY_IMAGE" }?.value ?? name }

    var missingImage: Diagnostic {
        Diagnostic(
            "missing-image", "no local image '\(image)' plays the front end '\(name)', so it does not run here",
            severity: .warning)
    }

    /// Reads `vercel/<name>.json`; nil, with a diagnostic, for what is not a project.
    package init?(path: String, text: String, _ diagnostics: inout [Diagnostic]) {
        let document: JSON
        do {
            document = try JSON.parse(text)
        } catch {
            diagnostics.append(
                Diagnostic(
                    "bad-vercel-project", "the file is not JSON: \(error)",
                    at: SourceSpan(file: path, line: 1, column: 1)))
            return nil
        }
        name = String(path.split(separator: "/").last?.dropLast(".json".count) ?? "")
        rewrites = (document["rewrites"]?.array ?? []).compactMap { rewrite in
            guard let source = rewrite["source"]?.string, let destination = rewrite["destination"]?.string else {
                return nil
            }
            return Rewrite(source: PathPattern(source), destination: destination)
        }
        environment = (document["env"]?.object?.members ?? []).compactMap { name, value in
            value.string.map { (name, $0) }
        }
        headers = (document["headers"]?.array ?? []).map { entry in
            var fields = Fields()
            for header in entry["headers"]?.array ?? [] {
                if let key = header["key"]?.string, let value = header["value"]?.string { fields.append(key, value) }
            }
            return (PathPattern(entry["source"]?.string ?? ""), fields)
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
