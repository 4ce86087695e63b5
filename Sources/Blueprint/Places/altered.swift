package import YAMLTree

/// Blueprints that differ from `root` in one place alone: another value where one is written, another name with
/// everything that refers to it, no entry where a name refers to something, a value where a key is not written.
///
/// More than one where one might change nothing: a number goes up and down. They need not be without mistakes.
package func altered(_ root: LocatedNode, at place: Place) -> [LocatedNode] {
    switch place.kind {
    case .value:
        return otherValues(root, place).map { root.replacing(place.steps, with: $0) }
    case .unwritten:
        return samples(of: place.shape).map { root.replacing(place.steps, with: $0) }
    case .name:
        guard case .key(let name)? = place.steps.last else { return [] }
        if place.steps.count == 2, case .key(let key) = place.steps[0], let section = Blueprint.Section(rawValue: key) {
            return [root.renaming(name, in: section, to: other(name))]
        }
        if place.refersToName { return [root.removing(place.steps)] }
        return [root.renamingKey(place.steps, to: other(name))]
    }
}

extension Place {
    /// Whether the name is that of something declared elsewhere: under `uses`, or of a store in an environment.
    fileprivate var refersToName: Bool {
        guard case .named(let noun, _, _) = shape else { return false }
        return ["use", "store", "certificate", "object", "workload", "namespace", "environment"].contains(noun)
    }
}

/// Another text of the same form.
private func other(_ text: String) -> String { text.utf8.count < 60 ? text + "x" : String(text.dropLast()) }

private func otherValues(_ root: LocatedNode, _ place: Place) -> [LocatedNode.Value] {
    guard case .value(let text) = place.kind else { return [] }
    switch place.shape {
    case .text(let format):
        return otherTexts(text, format, root).map { .scalar(.string($0), source: $0) }
    case .choice(let words):
        return words.filter { $0 != text }.map { .scalar(.string($0), source: $0) }
    case .number(let range):
        guard let number = Int(text) else { return [] }
        // Up and down by one, and far down: a limit elsewhere may hide a small step.
        let numbers = [number &+ 1, number &- 1, range.lowerBound].filter { range.contains($0) && $0 != number }
        return numbers.map { .scalar(.int($0), source: String($0)) }
    case .flag:
        return [.scalar(.bool(text != "true"), source: text == "true" ? "false" : "true")]
    case .setting, .anything:
        return [.scalar(.string(text + "x"), source: text + "x")]
    case .list, .oneOrMore, .fields, .named, .map:
        return []
    }
}

private func otherTexts(_ text: String, _ format: Format, _ root: LocatedNode) -> [String] {
    switch format {
    case .label:
        // A name that leads somewhere leads somewhere else.
        let blueprint = Blueprint(root: root)
        let others = Blueprint.Section.allCases.compactMap { section -> String? in
            let names = blueprint.names(in: section)
            return names.contains(text) ? names.first { $0 != text } : nil
        }
        return others.isEmpty ? [other(text)] : others
    case .arn:
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 3 else { return [other(text)] }
        parts[3] = parts[3] == "eu-north-1" ? "eu-west-1" : "eu-north-1"
        return [text + "0", parts.joined(separator: ":")]
    case .cidr:
        return [text == "198.51.100.0/24" ? "203.0.113.0/24" : "198.51.100.0/24"]
    case .percentage:
        return [text == "51%" ? "52%" : "51%"]
    case .quantity:
        return ["1" + text]
    case .region:
        return [text == "eu-north-1" ? "eu-west-1" : "eu-north-1"]
    case .host, .hostOrLabel, .registry:
        return ["x" + text]
    case .account, .digest, .securityGroup, .subnet, .version, .vpcEndpoint:
        return [String(text.dropLast()) + (text.hasSuffix("1") ? "2" : "1")]
    case .capacity, .check, .duration, .size, .statusCodes:
        return sampleTexts(of: format).filter { $0 != text }
    case .attribute, .bucket, .file, .image, .objectName, .path, .reason, .redirect, .repository, .revision, .role,
        .scope, .secret, .sslPolicy, .system, .tag, .uri, .webACL, .word:
        return [other(text)]
    case .settingName:
        return [text + "X"]
    }
}

/// Values for a key that is not written, at least one of which is not what holds without it.
private func samples(of shape: Shape) -> [LocatedNode.Value] {
    switch shape {
    case .text(let format): sampleTexts(of: format).map { .scalar(.string($0), source: $0) }
    case .choice(let words): words.map { .scalar(.string($0), source: $0) }
    case .number(let range):
        [7, range.upperBound].filter(range.contains).map { .scalar(.int($0), source: String($0)) }
    case .flag: [.scalar(.bool(true), source: "true"), .scalar(.bool(false), source: "false")]
    case .setting: [.scalar(.string("sample"), source: "sample")]
    case .oneOrMore(let shape), .map(_, let shape): samples(of: shape)
    case .list, .fields, .named, .anything: []
    }
}

private func sampleTexts(of format: Format) -> [String] {
    switch format {
    case .account: ["000000000000"]
    case .arn: ["arn:aws:acm:eu-north-1:000000000000:certificate/sample"]
    case .attribute: ["sample.attribute"]
    case .capacity: ["1", "2"]
    case .check: ["CKV_K8S_1", "CKV_K8S_2"]
    case .cidr: ["198.51.100.0/24"]
    case .digest: ["sha256:" + String(repeating: "0", count: 64)]
    case .duration: ["7s", "8s"]
    case .host, .registry: ["sample.example"]
    case .objectName: ["ConfigMap/sample/sample"]
    case .path, .redirect: ["/sample"]
    case .percentage: ["51%"]
    case .quantity: ["77m", "77Mi"]
    case .reason: ["a sample of a reason"]
    case .region: ["eu-north-1"]
    case .repository, .uri: ["https://sample.example/"]
    case .role: ["arn:aws:iam::000000000000:role/sample"]
    case .securityGroup: ["sg-00000000"]
    case .settingName: ["SAMPLE"]
    case .size: ["cache.t4g.micro", "db.t4g.medium", "M10", "M20"]
    case .sslPolicy: ["ELBSecurityPolicy-sample"]
    case .statusCodes: ["200", "201"]
    case .subnet: ["subnet-00000000"]
    case .version: ["1", "2"]
    case .vpcEndpoint: ["vpce-00000000"]
    case .webACL: ["arn:aws:wafv2:eu-north-1:000000000000:regional/webacl/sample/0"]
    case .bucket, .file, .hostOrLabel, .image, .label, .revision, .scope, .secret, .system, .tag, .word: ["sample"]
    }
}

/// The blueprint without the entry or the item at a place, and without whatever stands below it.
package func removed(_ root: LocatedNode, at place: Place) -> LocatedNode { root.removing(place.steps) }
