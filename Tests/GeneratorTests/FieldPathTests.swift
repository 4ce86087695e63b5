import Generator
import Testing
import YAMLTree

struct FieldPathTests {
    @Test(arguments: [
        "spec", "spec.template.spec.containers[0].image", "metadata.annotations[\"orrery.dev/contract\"]",
        "data[\"a\\\"b\\\\c\"][12].x-y_z", "[3]",
    ])
    func `a path reads back as it was written`(_ text: String) throws {
        #expect(try #require(FieldPath(text)).description == text)
    }

    @Test(arguments: ["a..b", "a[", "a[]", "a[\"b", "a[\"b\"", "a.[", "."])
    func `what is no path is none`(_ text: String) {
        #expect(FieldPath(text) == nil || text == ".")
    }

    @Test func `an item may be named instead of counted`() throws {
        let object: YAML = .object(["containers": [.object(["name": "a"]), .object(["name": "b", "image": "i"])]])
        let path = try #require(FieldPath("containers[b].image"))
        #expect(path.resolved(in: object)?.description == "containers[1].image")
        #expect(object[path] == "i")
        #expect(FieldPath("containers[c].image")?.resolved(in: object) == nil)
        #expect(FieldPath("containers[7]")?.resolved(in: object) == nil)
    }

    @Test(arguments: ["Deployment/services/content", "IngressClass/alb"])
    func `an object's name reads back`(_ text: String) throws {
        #expect(try #require(ObjectName(text)).description == text)
    }

    @Test(arguments: ["", "Deployment", "a//b", "a/b/c/d", "/a/b"])
    func `what names no object is no name`(_ text: String) {
        #expect(ObjectName(text) == nil)
    }
}
