/// The form that a text must have. Each has one regular expression, which the reader and the JSON Schema share.
enum Format: String, Sendable, CaseIterable {
    case account, arn, capacity, check, cidr, digest, duration, file, host, hostOrLabel, image, label, objectName, path
    case percentage, quantity, reason, redirect, region, registry, repository, revision, role, scope, secret
    case securityGroup, settingName, size, subnet, system, tag, uri, version, vpcEndpoint, word
    // Of the load balancer.
    case attribute, bucket, sslPolicy, statusCodes, webACL

    /// For the diagnostic: `invalid-host`.
    var id: String {
        switch self {
        case .account: "invalid-account"
        case .arn, .role: "invalid-arn"
        case .capacity: "invalid-capacity"
        case .check: "invalid-check"
        case .cidr: "invalid-cidr"
        case .digest: "invalid-digest"
        case .duration: "invalid-duration"
        case .file: "invalid-file"
        case .host, .hostOrLabel: "invalid-host"
        case .image: "invalid-image"
        case .label, .secret, .system, .word: "invalid-name"
        case .objectName: "invalid-object-name"
        case .path: "invalid-path"
        case .percentage: "invalid-percentage"
        case .quantity: "invalid-quantity"
        case .reason: "invalid-reason"
        case .redirect, .repository, .uri: "invalid-uri"
        case .revision: "invalid-revision"
        case .region: "invalid-region"
        case .registry: "invalid-registry"
        case .scope: "invalid-scope"
        case .settingName: "invalid-setting-name"
        case .securityGroup, .subnet, .vpcEndpoint: "invalid-id"
        case .size: "invalid-size"
        case .tag: "invalid-tag"
        case .version: "invalid-version"
        case .attribute: "invalid-attribute"
        case .bucket: "invalid-bucket"
        case .sslPolicy: "invalid-policy"
        case .statusCodes: "invalid-status-codes"
        case .webACL: "invalid-arn"
        }
    }

    /// With its article, for a message.
    var noun: String {
        switch self {
        case .account: "an AWS account"
        case .arn: "the ARN of a certificate"
        case .capacity: "an amount of capacity units"
        case .check: "a check of checkov"
        case .cidr: "a range of addresses"
        case .digest: "the digest of an image"
        case .duration: "a duration"
        case .file: "a path below the blueprint's folder"
        case .host: "a host name"
        case .hostOrLabel: "a host name"
        case .image: "an image name"
        case .label, .system: "a name"
        case .objectName: "the name of an object"
        case .path: "a path"
        case .percentage: "a percentage"
        case .quantity: "a quantity"
        case .reason: "a reason"
        case .redirect: "a redirect URI"
        case .region: "an AWS region"
        case .registry: "an image registry"
        case .role: "the ARN of a role"
        case .repository: "the URL of a Git repository"
        case .revision: "a Git revision"
        case .scope: "a scope"
        case .secret: "the name of a secret"
        case .securityGroup: "the id of a security group"
        case .settingName: "the name of a setting"
        case .size: "a size of machine"
        case .subnet: "the id of a subnet"
        case .tag: "an image tag"
        case .uri: "a URI"
        case .version: "a version"
        case .vpcEndpoint: "the id of a VPC endpoint"
        case .word: "a word"
        case .attribute: "the name of an attribute"
        case .bucket: "the name of an S3 bucket"
        case .sslPolicy: "the name of a TLS policy"
        case .statusCodes: "a list of status codes"
        case .webACL: "the ARN of a web ACL"
        }
    }

    /// What makes a text right, for the help line.
    var rule: String {
        switch self {
        case .account: "write its twelve digits, in quotes"
        case .arn: "write it as 'arn:aws:acm:REGION:ACCOUNT:certificate/ID'"
        case .capacity: "write a number in halves, from 0.5 to 256"
        case .check: "write its id: 'CKV_K8S_43'"
        case .cidr: "write it as '10.20.3.0/24', with nothing set beyond the prefix"
        case .digest: "write 'sha256:' and 64 hex digits"
        case .duration: "write seconds or minutes, up to an hour: '30s', '5m'"
        case .file: "use a relative path of letters, digits, '.', '_' and '-', without '..'"
        case .host: "use labels of lower-case letters, digits and '-', joined with dots: 'api.example.com'"
        case .hostOrLabel: "use a label below the domain, 'api', or a whole name, 'api.example.com'"
        case .image: "use lower-case words joined with '/', without registry and tag: 'shop/catalog'"
        case .label, .secret, .system:
            "use lower-case letters, digits and '-', starting with a letter, at most 63 characters"
        case .objectName: "write KIND/NAMESPACE/NAME, 'Deployment/services/orders', or KIND/NAME outside namespaces"
        case .path: "start with '/' and separate segments with '/': '/orders'; only '/' itself ends with '/'"
        case .percentage: "write a whole number from 1% to 100%"
        case .quantity: "use a Kubernetes quantity: '100m', '0.5', '256Mi', '1Gi'"
        case .reason: "say why in one line of at least ten characters"
        case .redirect: "use 'https://', 'http://127.0.0.1', or a path on the frontend of the client's name"
        case .region: "write it as 'us-east-1'"
        case .repository: "use 'https://', 'ssh://' or 'git@HOST:PATH'"
        case .revision: "use a branch, a tag or a commit: 'main'"
        case .registry: "use a host name, with a path if it has one, without scheme and tag"
        case .role: "write it as 'arn:aws:iam::ACCOUNT:role/NAME'"
        case .scope: "use letters, digits, '.', ':', '_' and '-': 'orders.read'"
        case .securityGroup: "write it as 'sg-0123456789abcdef0'"
        case .settingName: "use capital letters, digits and '_', starting with a letter: 'LOG_LEVEL'"
        case .size: "write what the service calls it: 'cache.r7g.large', 'db.r8g.large', 'M30'"
        case .subnet: "write it as 'subnet-0123456789abcdef0'"
        case .tag: "use letters, digits, '.', '_' and '-', at most 128 characters"
        case .uri: "use 'https://', or 'http://127.0.0.1' for a program on a person's own machine"
        case .version: "write digits and dots in quotes: '8.0'"
        case .vpcEndpoint: "write it as 'vpce-0123456789abcdef0'"
        case .word: "use lower-case letters, digits and '-'"
        case .attribute: "use AWS's name, words joined with dots: 'routing.http2.enabled'"
        case .bucket: "use 3 to 63 lower-case letters, digits, '.' and '-', without 's3://'"
        case .sslPolicy: "use AWS's name: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'"
        case .statusCodes: "write '200', '200,202' or '200-299'; numbers from 200 to 499"
        case .webACL: "write it as 'arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID'"
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
        case .account: "[0-9]{12}"
        case .arn: "arn:aws(-[a-z-]+)?:acm:[a-z]{2}(-[a-z]+)+-[0-9]:[0-9]{12}:certificate/[-A-Za-z0-9]+"
        case .capacity: #"0\.5|([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])(\.[05])?|256"#
        case .check: "CKV2?_K8S_[0-9]+"
        case .cidr: #"[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}"#
        case .digest: "sha256:[0-9a-f]{64}"
        case .duration: "([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)s|([1-9]|[1-5][0-9]|60)m"
        case .file: "[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"
        case .host: "\(label)(\\.\(label))+"
        case .hostOrLabel: "\(label)(\\.\(label))*"
        case .image: "[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*"
        case .label, .system: "[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
        case .objectName: "[A-Z][A-Za-z0-9]*(/[a-z0-9]([-a-z0-9]*[a-z0-9])?)?/[a-z0-9]([-.a-z0-9]*[a-z0-9])?"
        case .path: "/(\(letter)+(/\(letter)+)*)?"
        case .percentage: "([1-9][0-9]?|100)%"
        case .quantity: #"([0-9]+(\.[0-9]+)?|\.[0-9]+)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?"#
        case .reason: "[^\\s].{8,1000}[^\\s]"
        case .redirect: "(\(way)|\(loopback)|\(web))"
        case .region: "[a-z]{2}(-[a-z]+)+-[0-9]"
        case .repository: "(https://|ssh://|git@)[-A-Za-z0-9._~:/@%+]+"
        case .revision: "[A-Za-z0-9][-A-Za-z0-9._/+]*"
        case .registry: "\(label)(\\.\(label))*(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*"
        case .role: "arn:aws(-[a-z-]+)?:iam::[0-9]{12}:role/[-A-Za-z0-9_+=,.@/]{1,512}"
        case .scope: "[A-Za-z0-9][A-Za-z0-9.:_-]*"
        case .secret: "[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
        case .securityGroup: "sg-[0-9a-f]{8,17}"
        case .settingName: "[A-Z][A-Z0-9_]*"
        case .size: #"(cache|db)\.[a-z0-9-]+\.[a-z0-9]+|db\.serverless|[MR][0-9]{1,3}"#
        case .subnet: "subnet-[0-9a-f]{8,17}"
        case .tag: "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
        case .uri: "(\(loopback)|\(web))"
        case .version: #"[0-9]{1,3}(\.[0-9]{1,3}){0,2}"#
        case .vpcEndpoint: "vpce-[0-9a-f]{8,17}"
        case .word: "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
        case .attribute: "[a-z0-9_]+(\\.[a-z0-9_]+)+"
        case .bucket: "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
        case .sslPolicy: "ELBSecurityPolicy-[A-Za-z0-9-]+"
        case .statusCodes: "[2-4][0-9]{2}([,-][2-4][0-9]{2})*"
        case .webACL:
            "arn:aws(-[a-z-]+)?:wafv2:[a-z]{2}(-[a-z]+)+-[0-9]:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]+/[-A-Za-z0-9]+"
        }
    }

    /// Whether no expression need be asked: nearly all names are words of small letters, and nearly all paths one of them.
    private func isPlainlyRight(_ text: String) -> Bool {
        switch self {
        case .label, .secret, .system: isPlainName(text.utf8)
        case .path: text.utf8.first == UInt8(ascii: "/") && isPlainName(text.utf8.dropFirst())
        default: false
        }
    }

    /// A plain YAML number is as good as the same text in quotes.
    var acceptsNumbers: Bool { [.quantity, .capacity, .statusCodes].contains(self) }

    /// Whether `text` has this form.
    func accepts(_ text: String) -> Bool {
        if isPlainlyRight(text) { return true }
        // No name, path or URI of a blueprint is longer, and matching stays cheap.
        guard text.utf8.count <= 2048, Expressions.shared.match(text, self) else { return false }
        return switch self {
        case .cidr: AddressRange(text) != nil
        case .file: !text.split(separator: "/").contains("..")
        case .host, .hostOrLabel: text.utf8.count <= 253
        // Gateway API refuses these in a path, since proxies resolve them in different ways.
        case .path:
            (!text.utf8.contains(UInt8(ascii: "%")) || !text.lowercased().contains("%2f"))
                && (!text.utf8.contains(UInt8(ascii: "."))
                    || text.split(separator: "/").allSatisfy { $0 != "." && $0 != ".." })
        case .account, .arn, .capacity, .check, .digest, .duration, .image, .label, .objectName, .percentage, .quantity,
            .reason, .redirect, .region, .registry, .repository, .revision, .role, .scope, .secret, .securityGroup,
            .settingName, .size, .subnet, .system, .tag, .uri, .version, .vpcEndpoint, .word, .attribute, .bucket,
            .sslPolicy, .statusCodes, .webACL:
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

/// Small letters, digits and '-', as `Format.label` has them.
private func isPlainName(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = text.first, text.last != UInt8(ascii: "-"), text.count <= 63 else { return false }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return letters.contains(first)
        && text.allSatisfy {
            letters.contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
}
