import Blueprint
import YAMLTree

/// A text that differs between environments and that the blueprint gives once for each: a value of the chart, in whose
/// place it stands in every object.
struct ChartParameter: Equatable, Sendable {
    /// Its way in the values: `data.cache.host`.
    var path: [String]
    /// By environment.
    var values: [String: String]

    /// `.Values.data.cache.host`.
    var expression: String { ".Values." + path.joined(separator: ".") }
}

/// What the environments of a system give; only what all of them give.
func chartParameters(of system: System, _ environments: [Environment]) -> [ChartParameter] {
    func parameter(_ path: String..., value: (Environment) -> String?) -> ChartParameter {
        let values = environments.compactMap { environment in value(environment).map { (environment.name, $0) } }
        return ChartParameter(path: path, values: Dictionary(values) { first, _ in first })
    }
    var parameters = [
        parameter("environment", value: \.name), imageRegistry(environments), imageTag(environments),
        parameter("region", value: \.region),
        parameter("domain") { $0.domain ?? system.domain },
        parameter("loadBalancer", "certificate") { environment in
            environment.certificates.first { $0.name == system.loadBalancer.certificate }?.value
        },
    ]
    for store in system.stores {
        let name = store.name.camelCased
        for (key, value) in [("host", \Environment.Endpoint.host), ("subnet", \.subnet)] {
            parameters.append(
                parameter("data", name, key) { environment in
                    environment.endpoints.first { $0.store == store.name }?[keyPath: value]
                })
        }
    }
    return parameters.filter { parameter in
        environments.allSatisfy { parameter.values[$0.name].map { !$0.isEmpty } ?? false }
    }
}

/// So that a part of a longer text is not taken for a shorter one.
func longestFirst(_ parameters: [ChartParameter]) -> [ChartParameter] {
    func length(_ parameter: ChartParameter) -> Int { parameter.values.values.map(\.utf8.count).min() ?? 0 }
    return parameters.enumerated().sorted { left, right in
        let (a, b) = (length(left.element), length(right.element))
        return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
}

func imageRegistry(_ environments: [Environment]) -> ChartParameter {
    ChartParameter(
        path: ["image", "registry"],
        values: Dictionary(environments.map { ($0.name, $0.registry) }) { first, _ in first })
}

func imageTag(_ environments: [Environment]) -> ChartParameter {
    ChartParameter(
        path: ["image", "tag"], values: Dictionary(environments.map { ($0.name, $0.tag) }) { first, _ in first })
}

/// A text as literal parts and parameters.
enum ChartTextPart: Equatable {
    case literal(String)
    case parameter(ChartParameter)
}

/// `texts`, one for each environment, as one sequence of literal parts and parameters that comes to each of them; nil
/// where there is none.
func chartText(_ texts: [String: String], _ parameters: ArraySlice<ChartParameter>) -> [ChartTextPart]? {
    if let first = texts.values.first, texts.values.allSatisfy({ $0 == first }) {
        return first.isEmpty ? [] : [.literal(first)]
    }
    for (index, parameter) in zip(parameters.indices, parameters) {
        var pieces: [String: [String]] = [:]
        for (environment, text) in texts {
            guard let value = parameter.values[environment] else { continue }
            pieces[environment] = text.split(separator: value, omittingEmptySubsequences: false).map(String.init)
        }
        guard pieces.count == texts.count, let count = pieces.values.first?.count, count > 1,
            pieces.values.allSatisfy({ $0.count == count })
        else { continue }
        let others = parameters[parameters.index(after: index)...]
        var parts: [ChartTextPart]? = []
        for position in 0..<count {
            guard let piece = chartText(pieces.mapValues { $0[position] }, others) else {
                parts = nil
                break
            }
            parts? += (position > 0 ? [.parameter(parameter)] : []) + piece
        }
        if let parts { return parts }
    }
    return nil
}

extension String {
    /// `ads-mcp` as a name in a template: `adsMcp`.
    var camelCased: String {
        let words = split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.enumerated().map { index, word in
            let tail = word.contains(where: \.isLowercase) ? String(word.dropFirst()) : word.dropFirst().lowercased()
            return (index == 0 ? word.prefix(1).lowercased() : word.prefix(1).uppercased()) + tail
        }.joined()
    }
}
