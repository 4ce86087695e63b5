import Generator
import Testing
import YAMLTree

struct ComparisonTests {
    private func paths(_ old: YAML, _ new: YAML) -> [String] {
        differences(from: old, to: new).map { difference in
            "\(difference.path): \(difference.old?.inline ?? "-") | \(difference.new?.inline ?? "-")"
        }
    }

    @Test func `equal values do not differ`() {
        #expect(paths(.object(["a": [1, 2]]), .object(["a": [1, 2]])) == [])
    }

    @Test func `a field that only one has is shown whole`() {
        #expect(
            paths(.object(["a": 1, "b": .object(["c": 2])]), .object(["a": 2, "d": 3])) == [
                "a: 1 | 2", "b: { c: 2 } | -", "d: - | 3",
            ])
    }

    @Test func `items belong together by name, wherever they stand`() {
        let old: YAML = [.object(["name": "a", "v": 1]), .object(["name": "b", "v": 2])]
        let new: YAML = [.object(["name": "b", "v": 3]), .object(["name": "a", "v": 1])]
        #expect(paths(old, new) == ["[1].v: 2 | 3"])
    }

    @Test func `an item with another name is a changed name where as many are left`() {
        let old: YAML = [.object(["name": "a", "v": 1])]
        #expect(paths(old, [.object(["name": "x", "v": 1])]) == ["[0].name: a | x"])
        #expect(
            paths(old, [.object(["name": "x", "v": 1]), .object(["name": "y", "v": 2])]) == [
                "[0]: { name: a, v: 1 } | -", "[0]: - | { name: x, v: 1 }", "[1]: - | { name: y, v: 2 }",
            ])
    }

    @Test func `a value of another type is one difference`() {
        #expect(paths(.object(["a": [1]]), .object(["a": "1"])) == ["a: [1] | 1"])
        #expect(paths(1, 1.0) == [": 1 | 1.0"])
    }

    private func object(_ name: String, _ value: Int) -> RenderedObject {
        RenderedObject(
            name: ObjectName(kind: "K", name: name), apiVersion: "v1",
            yaml: .object(["name": .string(name), "v": .int(value)]),
            file: "f")
    }

    @Test func `objects are compared by name; names are followed only where that is asked for`() {
        let (old, new) = ([object("a", 1), object("b", 2)], [object("a", 3), object("c", 2)])
        #expect(differences(from: old, to: new).map(\.name.name) == ["a", "b", "c"])
        let followed = differences(from: old, to: new, followsNames: true)
        #expect(followed.count == 2)
        #expect(followed.last == .changed(old[1], new[1], [.init(path: FieldPath([.key("name")]), old: "b", new: "c")]))
    }

    @Test func `two environments differ in what the blueprint says, and in nothing else`() {
        let dev = renderedObjects(for: Shop.system, environment: Shop.dev)
        let production = renderedObjects(for: Shop.system, environment: Shop.production)
        let found = differences(from: dev, to: production)
        #expect(!found.isEmpty)
        for difference in found {
            guard case .changed(_, _, let fields) = difference else {
                Issue.record("\(difference.name) is in one environment only")
                continue
            }
            for field in fields {
                guard case .string(let old)? = field.old, case .string(let new)? = field.new else { continue }
                let isFingerprint = field.path.description.contains("orrery.dev/configuration")
                let isSame =
                    old.replacing("dev.shop.example", with: "shop.example")
                    .replacing("shop/dev/", with: "shop/production/").replacing("-dev", with: "-production")
                    == new
                #expect(isSame || isFingerprint, "\(difference.name) \(field.path): \(old) | \(new)")
            }
        }
    }
}
