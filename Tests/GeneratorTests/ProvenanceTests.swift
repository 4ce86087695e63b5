import Blueprint
import Diagnostics
import Foundation
import Generator
import Testing
import YAMLTree

/// Where fields of the shipped manifests come from.
struct ProvenanceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func provenance(_ name: String) throws -> Provenance {
        let folder = "\(Self.root)/blueprints/\(name)"
        let text = try String(contentsOfFile: "\(folder)/blueprint.yaml", encoding: .utf8)
        var diagnostics: [Diagnostic] = []
        let root = try #require(readDocuments(text, file: "blueprint.yaml", &diagnostics).first)
        return Provenance(of: root, folderContents: contentsOnDisk(below: folder))
    }

    /// The paths of everything that decides a field, those that are not written with a `?`.
    private func deciding(
        _ provenance: Provenance, _ object: String, _ field: String, in environment: String
    ) throws -> Set<String> {
        let environment = try #require(provenance.system.environments.first { $0.name == environment })
        let path = try #require(FieldPath(field))
        let causes = provenance.causes(of: try #require(ObjectName(object)), in: environment)
        return Set(
            causes.filter { $0.fields.contains(where: path.contains) }.map { cause in
                cause.place.path + (cause.place.isWritten ? "" : "?")
            })
    }

    @Test func `a field is decided by its values, names and defaults, and by nothing else`() throws {
        let provenance = try provenance("shop")
        #expect(
            try deciding(provenance, "Deployment/services/catalog", "spec.template.spec.containers[0].image", in: "dev")
                == [
                    "system", "services.catalog", "environments.dev.registry", "environments.dev.tag",
                    "services.catalog.image?",
                ])
        #expect(
            try deciding(
                provenance, "Deployment/services/catalog", "spec.template.spec.containers[0].ports[0].containerPort",
                in: "production") == ["services.catalog.port?"])
        #expect(
            try deciding(provenance, "HorizontalPodAutoscaler/services/catalog", "spec.maxReplicas", in: "dev")
                .isSuperset(of: ["environments.dev.scale.max"]))
        #expect(
            try deciding(provenance, "Deployment/services/catalog", "spec.template.spec.enableServiceLinks", in: "dev")
                == [])
    }

    @Test func `an object is there because of what declares it and of what uses it`() throws {
        let provenance = try provenance("shop")
        let dev = try #require(provenance.system.environments.first)
        let causes = provenance.causes(
            of: try #require(ObjectName("NetworkPolicy/services/catalog-to-shop-db")), in: dev)
        #expect(causes.filter(\.decidesExistence).map(\.place.path).contains("services.catalog.uses.shop-db"))
    }

    @Test func `a line makes the objects that are gone without it, in every environment`() throws {
        let provenance = try provenance("shop")
        let place = try #require(provenance.places.first { $0.path == "services.orders" })
        let made = provenance.effects(ofLine: place.span.line).filter { $0.fields == nil }
        for environment in ["dev", "production"] {
            let names = made.filter { $0.environment == environment }.map(\.object.name.description)
            #expect(names.contains("Deployment/services/orders"))
            #expect(names.contains("ServiceAccount/services/orders"))
            #expect(!names.contains { $0.contains("catalog") })
        }
    }

    @Test(arguments: ["shop", "promptsales"])
    func `every place can be another, and whatever comes of it is generated`(_ name: String) throws {
        let folder = "\(Self.root)/blueprints/\(name)"
        let text = try String(contentsOfFile: "\(folder)/blueprint.yaml", encoding: .utf8)
        var diagnostics: [Diagnostic] = []
        let root = try #require(readDocuments(text, file: "blueprint.yaml", &diagnostics).first)
        let places = everyPlace(in: root)
        #expect(places.count > 50)
        for place in places {
            for variant in altered(root, at: place) + (place.isWritten ? [removed(root, at: place)] : []) {
                let system = assumedSystem(of: variant, folderContents: contentsOnDisk(below: folder))
                for environment in system.environments.prefix(1) {
                    _ = renderedObjects(for: system, environment: environment)
                }
            }
        }
    }
}
