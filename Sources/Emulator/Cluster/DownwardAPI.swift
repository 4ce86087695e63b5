import Determinism
import Kubernetes

// What a container may know of its own pod, as variables. Kubernetes documentation: "Downward API".

/// The pod's field at `path`.
///
/// - Throws: `ContainerConfigError.noField`.
func field(_ path: String, of pod: Pod) throws -> String {
    let fields = [
        "metadata.name": pod.name, "metadata.namespace": pod.namespace, "metadata.uid": uid(of: pod),
        "status.podIP": pod.address, "status.podIPs": pod.address, "status.hostIP": nodeAddress,
        "status.hostIPs": nodeAddress, "spec.nodeName": "desk",
        "spec.serviceAccountName": pod.serviceAccountName ?? "default",
    ]
    if let value = fields[path] { return value }
    // A label or annotation that is not there is an empty text, as in a cluster.
    if let key = bracketed(path, after: "metadata.labels") { return pod.labels[key] ?? "" }
    if let key = bracketed(path, after: "metadata.annotations") { return pod.podAnnotations[key] ?? "" }
    throw ContainerConfigError.noField(path)
}

/// The container's own request or limit called `name`, such as `limits.memory`, in units of `divisor`, rounded up.
///
/// - Throws: `ContainerConfigError.noField` for what the manifest does not set: a cluster would give what its node has.
func resource(_ name: String, divisor: String?, of pod: Pod) throws -> String {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let resources = pod.container?.resources else { throw ContainerConfigError.noField(name) }
    let quantities = parts[0] == "limits" ? resources.limits : parts[0] == "requests" ? resources.requests : []
    guard let value = quantities[parts[1]].flatMap(thousandths) else { throw ContainerConfigError.noField(name) }
    // A divisor of 0 is what the API server writes for none.
    let unit = divisor.flatMap(thousandths).flatMap { $0 > 0 ? $0 : nil } ?? 1000
    return (value / unit).rounded(.up).wholeText
}

private let nodeAddress = "10.0.0.10"

private func bracketed(_ path: String, after prefix: String) -> String? {
    guard path.hasPrefix(prefix + "['"), path.hasSuffix("']") else { return nil }
    return String(path.dropFirst(prefix.count + 2).dropLast(2))
}

/// Always the same for one pod, in the form of a UUID.
private func uid(of pod: Pod) -> String {
    let digits = String(textHash("\(pod.namespace)/\(pod.name)"), radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    let (high, low) = (padded.prefix(8), padded.suffix(8))
    return "\(high)-\(low.prefix(4))-4\(low.suffix(3))-8\(high.suffix(3))-\(low)\(high.prefix(4))"
}

/// A quantity such as `100m`, `1.5`, `256Mi` or `1G` in thousandths; nil for what is none.
private func thousandths(_ text: String) -> Double? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let suffixes: [String: Double] = [
        "": 1000, "m": 1, "k": 1e6, "M": 1e9, "G": 1e12, "T": 1e15, "Ki": 1000 * 1024, "Mi": 1000 * 1_048_576,
        "Gi": 1000 * 1_073_741_824, "Ti": 1000 * 1_099_511_627_776,
    ]
    guard let value = Double(number), let factor = suffixes[String(text[number.endIndex...])] else { return nil }
    return value * factor
}

extension Double {
    fileprivate var wholeText: String { Int64(exactly: self).map { String($0) } ?? "\(self)" }
}
