package import YAMLTree

/// One field that two objects do not have in common.
package struct FieldDifference: Equatable, Sendable {
    /// In the first object; in the second where only that has the field.
    package var path: FieldPath
    /// Nil where the object does not have the field. A whole map or list where one of the two lacks it.
    package var old, new: YAML?

    package init(path: FieldPath, old: YAML?, new: YAML?) {
        self.path = path
        self.old = old
        self.new = new
    }
}

/// What two objects do not have in common, field by field, in the order of the first.
///
/// Items of a list belong together that have the same name (or path, or key); those that are left over belong together
/// in their order where both lists have as many of them, so that an item with another name is a changed name.
package func differences(from old: YAML, to new: YAML) -> [FieldDifference] {
    var differences: [FieldDifference] = []
    compare(old, new, FieldPath(), &differences)
    return differences
}

private func compare(_ old: YAML, _ new: YAML, _ path: FieldPath, _ differences: inout [FieldDifference]) {
    switch (old, new) {
    case (.map(let left), .map(let right)):
        compare(left, right, path, &differences)
    case (.list(let left), .list(let right)):
        for pair in pairs(left, right) {
            switch (pair.old, pair.new) {
            case (let index?, let other?): compare(left[index], right[other], path + .item(index), &differences)
            case (let index?, nil): differences.append(.init(path: path + .item(index), old: left[index], new: nil))
            case (nil, let other?): differences.append(.init(path: path + .item(other), old: nil, new: right[other]))
            case (nil, nil): break
            }
        }
    case (.null, _), (.bool, _), (.int, _), (.double, _), (.string, _), (.list, _), (.map, _):
        if old != new { differences.append(.init(path: path, old: old, new: new)) }
    }
}

private func compare(
    _ left: [YAML.Entry], _ right: [YAML.Entry], _ path: FieldPath, _ differences: inout [FieldDifference]
) {
    let others = Dictionary(right.map { ($0.key, $0.value) }) { first, _ in first }
    for entry in left {
        if let other = others[entry.key] {
            compare(entry.value, other, path + .key(entry.key), &differences)
        } else {
            differences.append(.init(path: path + .key(entry.key), old: entry.value, new: nil))
        }
    }
    let known = Set(left.map(\.key))
    for entry in right where !known.contains(entry.key) {
        differences.append(.init(path: path + .key(entry.key), old: nil, new: entry.value))
    }
}

/// Which items of two lists belong together; one alone has no partner.
private func pairs(_ left: [YAML], _ right: [YAML]) -> [(old: Int?, new: Int?)] {
    let (leftKeys, rightKeys) = (keys(of: left), keys(of: right))
    return matched(leftKeys ?? left, rightKeys ?? right)
}

/// What tells the items of a list apart: the first of the usual keys that all have, each with another value.
private func keys(of items: [YAML]) -> [YAML]? {
    for key in ["name", "mountPath", "secretKey", "key", "topologyKey", "containerPort", "host"] {
        let values = items.compactMap { $0[key] }
        if values.count == items.count, Set(values).count == items.count { return values }
    }
    return nil
}

/// Pairs equal elements in order; the rest in order too where both sides have as many left.
func matched<Element: Hashable>(_ left: [Element], _ right: [Element]) -> [(old: Int?, new: Int?)] {
    if left == right { return left.indices.map { ($0, $0) } }
    var places: [Element: [Int]] = [:]
    for index in right.indices.reversed() { places[right[index], default: []].append(index) }
    var partner: [Int?] = left.map { places[$0]?.popLast() }
    let taken = Set(partner.compactMap { $0 })
    let lonely = left.indices.filter { partner[$0] == nil }
    var free = right.indices.filter { !taken.contains($0) }
    if lonely.count == free.count {
        for (index, other) in zip(lonely, free) { partner[index] = other }
        free = []
    }
    return left.indices.map { ($0, partner[$0]) } + free.map { (nil, $0) }
}
