import YAMLTree

extension FieldReader {
    /// Quantities by resource name (`cpu: 100m`), which people also write as numbers.
    package mutating func quantities(_ key: String) -> [ObjectMeta.Pair] {
        guard let child = optionalMap(key), case .map(let entries) = child.node.value else { return [] }
        return entries.compactMap { entry in
            switch entry.value.value {
            case .scalar(.string(let text), _): return .init(entry.key, text, at: entry.keySpan)
            case .scalar(.int(let number), _): return .init(entry.key, String(number), at: entry.keySpan)
            case .scalar(.double, let source): return .init(entry.key, source, at: entry.keySpan)
            case .scalar, .list, .map:
                report(entry.value, "'\(child.path).\(entry.key)' is \(entry.value.kindName), not a quantity")
                return nil
            }
        }
    }
}
