import Blueprint
import Generator
import Testing
import YAMLTree

struct LayoutTests {
    private var system: System {
        var system = Shop.system
        system.delivery.repository = "https://git.example.com/shop.git"
        system.delivery.clusters = [.init(name: "production", value: "prod-eu")]
        return system
    }

    private func files(_ layout: Delivery.Layout) -> [TextFile] {
        layOut(system, system.made, as: layout, blueprint: "b.yaml")
    }

    @Test(arguments: Delivery.Layout.allCases)
    func `two runs make the same bytes, no path twice, and every YAML file is known as ours`(_ layout: Delivery.Layout)
    {
        let made = files(layout)
        #expect(made == files(layout))
        #expect(Set(made.map(\.path)).count == made.count)
        for file in made where file.path.hasSuffix(".yaml") {
            #expect(GeneratedFile.blueprint(of: file.text) == "b.yaml", "\(file.path)")
        }
    }

    @Test(arguments: Delivery.Layout.allCases)
    func `a layout takes the place of any other`(_ layout: Delivery.Layout) {
        for other in Delivery.Layout.allCases {
            let changes = changes(from: files(other), to: files(layout))
            let left = files(other).map(\.path).filter { path in
                !changes.contains { if case .delete(let file) = $0 { file.path == path } else { false } }
            }
            #expect(Set(left).isSubset(of: Set(files(layout).map(\.path))))
        }
    }

    @Test func `an application is deployed from the repository to the cluster of its environment`() throws {
        let file = try #require(files(.argocd).first { $0.path == "shop/argocd.yaml" })
        #expect(
            file.text.contains(
                "repoURL: https://git.example.com/shop.git\n    targetRevision: HEAD\n    path: generated/shop/production"
            ))
        #expect(file.text.contains("destination:\n    name: prod-eu"))
        #expect(file.text.contains("destination:\n    name: in-cluster"))
    }

    @Test func `what all environments have in common is text, and what differs is a value by its meaning`() throws {
        let chart = files(.helm)
        let content = try #require(chart.first { $0.path == "shop/chart/templates/services/content.yaml" }?.text)
        #expect(content.contains(#"OAUTH_ISSUER: {{ printf "https://api.%s" .Values.domain | quote }}"#))
        #expect(
            content.contains(
                #"image: {{ printf "%s/shop/content:%s" .Values.image.registry .Values.image.tag | quote }}"#))
        #expect(content.contains("CACHE_HOST: cache.example"))
        let values = try #require(chart.first { $0.path == "shop/chart/values-dev.yaml" }?.text)
        #expect(values.contains("domain: dev.shop.example"))
        #expect(chart.first { $0.path == "shop/chart/values.yaml" }?.text == values)
        // Nothing stands in the values that no template names.
        #expect(!values.contains("cache.example"))
    }

    @Test func `an object of some environments is made only there`() throws {
        var system = system
        system.environments[1].endpoints.removeLast()
        let chart = layOut(system, system.made, as: .helm, blueprint: "b.yaml")
        let store = try #require(chart.first { $0.path == "shop/chart/templates/data/content-db.yaml" }?.text)
        #expect(store.contains("{{- if has .Values.environment (list \"dev\") }}\n---\n"))
        #expect(store.hasSuffix("{{- end }}\n"))
    }
}
