/// The form that a text must have. Each has one regular expression, which the reader and the JSON Schema share.
enum Format: String, Sendable, CaseIterable {
    case arn, cidr, file, host, hostOrLabel, image, label, path, percentage, quantity, redirect, region, registry
    case scope, secret, settingName, system, tag, uri, word

    /// For the diagnostic: `invalid-host`.
    var id: String {
        switch self {
        case .arn: "invalid-arn"
        case .cidr: "invalid-cidr"
        case .file: "invalid-file"
        case .host, .hostOrLabel: "invalid-host"
        case .image: "invalid-image"
        case .label, .secret, .system, .word: "invalid-name"
        case .path: "invalid-path"
        case .percentage: "invalid-percentage"
        case .quantity: "invalid-quantity"
        case .redirect, .uri: "invalid-uri"
        case .region: "invalid-region"
        case .registry: "invalid-registry"
        case .scope: "invalid-scope"
        case .settingName: "invalid-setting-name"
        case .tag: "invalid-tag"
        }
    }

    /// With its article, for a message.
    var noun: String {
        switch self {
        case .arn: "the ARN of a certificate"
        case .cidr: "a range of addresses"
        case .file: "a path below the blueprint's folder"
        case .host: "a host name"
        case .hostOrLabel: "a host name"
        case .image: "an image name"
        case .label, .system: "a name"
        case .path: "a path"
        case .percentage: "a percentage"
        case .quantity: "a quantity"
        case .redirect: "a redirect URI"
        case .region: "an AWS region"
        case .registry: "an image registry"
        case .scope: "a scope"
        case .secret: "the name of a secret"
        case .settingName: "the name of a setting"
        case .tag: "an image tag"
        case .uri: "a URI"
        case .word: "a word"
        }
    }

    /// What makes a text right, for the help line.
    var rule: String {
        switch self {
        case .arn: "write it as 'arn:aws:acm:REGION:ACCOUNT:certificate/ID'"
        case .cidr: "write it as '10.20.3.0/24', with nothing set beyond the prefix"
        case .file: "use a relative path of letters, digits, '.', '_' and '-', without '..'"
        case .host: "use labels of lower-case letters, digits and '-', joined with dots: 'api.example.com'"
        case .hostOrLabel: "use a label below the domain, 'api', or a whole name, 'api.example.com'"
        case .image: "use lower-case words joined with '/', without registry and tag: 'shop/catalog'"
        case .label, .secret, .system:
            "use lower-case letters, digits and '-', starting with a letter, at most 63 characters"
        case .path: "start with '/' and separate segments with '/': '/orders'; only '/' itself ends with '/'"
        case .percentage: "write a whole number from 1% to 100%"
        case .quantity: "use a Kubernetes quantity: '100m', '0.5', '256Mi', '1Gi'"
        case .redirect: "use 'https://', 'http://127.0.0.1', or a path on the frontend of the client's name"
        case .region: "write it as 'us-east-1'"
        case .registry: "use a host name, with a path if it has one, without scheme and tag"
        case .scope: "use letters, digits, '.', ':', '_' and '-': 'orders.read'"
        case .settingName: "use capital letters, digits and '_', starting with a letter: 'LOG_LEVEL'"
        case .tag: "use letters, digits, '.', '_' and '-', at most 128 characters"
        case .uri: "use 'https://', or 'http://127.0.0.1' for a program on a person's own machine"
        case .word: "use lower-case letters, digits and '-'"
        }
    }

    /// In the common part of Swift's and ECMAScript's regular expressions; matches the whole text.
    var pattern: String {
        let label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
        // RFC 3986's characters of a path segment.
        let letter = "([-A-Za-z0-9._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})"
        let way = "/([-A-Za-z0-9._~!$&'()*+,;=:@/?]|%[0-9a-fA-F]{2})*"
        let loopback = "http://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?(\(way))?"
        let web = "https://\(label)(\\.\(label))*(:[0-9]{1,5})?(\(way))?"
        return switch self {
        case .arn: "arn:aws(-[a-z-]+)?:acm:[a-z]{2}(-[a-z]+)+-[0-9]:[0-9]{12}:certificate/[-A-Za-z0-9]+"
        case .cidr: #"[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}"#
        case .file: "[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"
        case .host: "\(label)(\\.\(label))+"
        case .hostOrLabel: "\(label)(\\.\(label))*"
        case .image: "[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*"
        case .label, .system: "[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
        case .path: "/(\(letter)+(/\(letter)+)*)?"
        case .percentage: "([1-9][0-9]?|100)%"
        case .quantity: #"([0-9]+(\.[0-9]+)?|\.[0-9]+)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?"#
        case .redirect: "(\(way)|\(loopback)|\(web))"
        case .region: "[a-z]{2}(-[a-z]+)+-[0-9]"
        case .registry: "\(label)(\\.\(label))*(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*"
        case .scope: "[A-Za-z0-9][A-Za-z0-9.:_-]*"
        case .secret: "[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
        case .settingName: "[A-Z][A-Z0-9_]*"
        case .tag: "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
        case .uri: "(\(loopback)|\(web))"
        case .word: "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
        }
    }

    /// A plain YAML number is as good as the same text in quotes.
    var acceptsNumbers: Bool { self == .quantity }

    /// Whether `text` has this form.
    func accepts(_ text: String) -> Bool {
        // No name, path or URI of a blueprint is longer, and matching stays cheap.
        guard text.utf8.count <= 2048, let expression = try? Regex(pattern),
            (try? expression.wholeMatch(in: text)) != nil
        else { return false }
        return switch self {
        case .cidr: AddressRange(text) != nil
        case .file: !text.split(separator: "/").contains("..")
        case .host, .hostOrLabel: text.utf8.count <= 253
        // Gateway API refuses these in a path, since proxies resolve them in different ways.
        case .path:
            !text.lowercased().contains("%2f") && text.split(separator: "/").allSatisfy { $0 != "." && $0 != ".." }
        case .arn, .image, .label, .percentage, .quantity, .redirect, .region, .registry, .scope, .secret,
            .settingName, .system, .tag, .uri, .word:
            true
        }
    }
}

/// An IPv4 range whose host bits are zero, as Kubernetes demands: `10.20.3.0/24`.
struct AddressRange: Equatable {
    var address: UInt32
    var prefix: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let prefix = Int(parts[1]), (0...32).contains(prefix) else { return nil }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard octets.count == 4 else { return nil }
        var address: UInt32 = 0
        for octet in octets {
            guard let octet else { return nil }
            address = address << 8 | UInt32(octet)
        }
        let hostBits: UInt32 = prefix == 0 ? .max : (1 << UInt32(32 - prefix)) &- 1
        guard address & hostBits == 0 else { return nil }
        self.address = address
        self.prefix = prefix
    }
}
