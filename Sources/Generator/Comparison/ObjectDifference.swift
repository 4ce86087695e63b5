import YAMLTree

/// What becomes of one object between two sets of them.
package enum ObjectDifference: Equatable, Sendable {
    case onlyInFirst(RenderedObject)
    case onlyInSecond(RenderedObject)
    /// Both have it, with these fields that differ; at least one.
    case changed(RenderedObject, RenderedObject, [FieldDifference])

    package var name: ObjectName {
        switch self {
        case .onlyInFirst(let object), .onlyInSecond(let object), .changed(let object, _, _): object.name
        }
    }
}

/// Which objects two sets do not have in common, in the order of the first, then of the second.
///
/// - Parameter followsNames: whether objects of one kind that are left over on both sides, as many on each, are the
///   same ones under other names.
package func differences(
    from old: [RenderedObject], to new: [RenderedObject], followsNames: Bool = false
) -> [ObjectDifference] {
    pairs(old, new, followsNames: followsNames).compactMap { pair in
        switch pair {
        case (let left?, let right?):
            if left.yaml == right.yaml { return nil }
            let fields = differences(from: left.yaml, to: right.yaml)
            return fields.isEmpty ? nil : .changed(left, right, fields)
        case (let left?, nil): return .onlyInFirst(left)
        case (nil, let right?): return .onlyInSecond(right)
        case (nil, nil): return nil
        }
    }
}

private func pairs(
    _ old: [RenderedObject], _ new: [RenderedObject], followsNames: Bool
) -> [(RenderedObject?, RenderedObject?)] {
    let byName = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
    let oldNames = Set(old.map(\.name))
    var left = Dictionary(grouping: new.filter { !oldNames.contains($0.name) }) { $0.name.kind }
    if followsNames {
        let lonely = Dictionary(grouping: old.filter { byName[$0.name] == nil }) { $0.name.kind }
        for (kind, objects) in left where lonely[kind]?.count != objects.count { left[kind] = nil }
    } else {
        left = [:]
    }
    var partners: [(RenderedObject?, RenderedObject?)] = []
    var taken: Set<ObjectName> = []
    for object in old {
        var partner = byName[object.name]
        if partner == nil, var candidates = left[object.name.kind], !candidates.isEmpty {
            partner = candidates.removeFirst()
            left[object.name.kind] = candidates
        }
        if let partner { taken.insert(partner.name) }
        partners.append((object, partner))
    }
    return partners + new.filter { !taken.contains($0.name) }.map { (nil, $0) }
}
