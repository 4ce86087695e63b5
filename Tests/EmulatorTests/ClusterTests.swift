import Emulator
import Kubernetes
import Testing

@Suite struct ClusterTests {
    static let text =
        deployment("ads") + deployment("content") + service("ads") + service("content")
        + service("ads", in: "elsewhere")
            + """
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: ads-db, namespace: services }
            spec: { type: ExternalName, externalName: Ads.rds.example.com, ports: [{ name: postgres, port: 5432 }] }

            """

    @Test(arguments: [
        ("ads", "services"), ("ads.services", "elsewhere"), ("ads.services.svc", "elsewhere"),
        ("ads.services.svc.cluster.local", "elsewhere"), ("ads", "elsewhere"),
        ("ads.services.svc.cluster.local.", "elsewhere"), ("ADS.Services", "elsewhere"),
    ])
    func `a short name is of the caller's namespace and a longer one of its own`(
        host: String, caller: String
    ) throws {
        let found = try cluster(Self.text).service(named: host, from: caller)
        #expect(found?.metadata.name == "ads")
        #expect(found?.metadata.namespace == (host == "ads" ? caller : "services"))
    }

    @Test(arguments: [
        "crm", "ads.nowhere", "ads.services.pod", "ads.services.svc.cluster.com", "", "a.b.c.d.e",
        "ads.services.cluster.local", "ads.", "ads.services.", "ads..services", ".ads", "ads.services.svc.svc",
    ])
    func `a name that no service has is nobody's`(host: String) throws {
        #expect(try cluster(Self.text).service(named: host, from: "services") == nil)
    }

    @Test func `a service leads to the pods of its namespace that it selects`() throws {
        let cluster = try cluster(Self.text)
        let ads = try #require(cluster.service("ads", in: "services"))
        #expect(cluster.pods(of: ads).map(\.name) == ["ads-0"])
        let elsewhere = try #require(cluster.service("ads", in: "elsewhere"))
        #expect(cluster.pods(of: elsewhere).isEmpty)
    }

    @Test func `a store is found by the host it points to in any case`() throws {
        let cluster = try cluster(Self.text)
        #expect(cluster.store(at: "ads.RDS.example.com")?.metadata.name == "ads-db")
        #expect(cluster.store(at: "crm.rds.example.com") == nil)
        #expect(cluster.stores.map(\.metadata.name) == ["ads-db"])
    }

    @Test func `pods have addresses of their own`() throws {
        let addresses = try cluster(Self.text).pods.map(\.address)
        #expect(Set(addresses).count == 2)
    }

    @Test(arguments: [
        ("content", "content"), ("promptsales/content", "promptsales/content"),
        ("promptsales/content:1.0", "promptsales/content"), ("localhost/content:1", "content"),
        ("localhost:5000/shop/content", "shop/content"), ("registry.example.com/shop/content:1.0", "shop/content"),
        ("registry.example.com/content@sha256:0a", "content"), ("registry.example.com:443/a/b:1@sha256:0a", "a/b"),
        ("", ""),
    ])
    func `an image's repository is its name without registry, tag and digest`(image: String, repository: String) {
        #expect(Pod.repository(of: image) == repository)
    }

    @Test func `a port's name stands for the container's number`() throws {
        let pod = try #require(try cluster(Self.text).pods.first)
        #expect(pod.number(of: .string("http")) == 8080)
        #expect(pod.number(of: .int(9)) == 9)
        #expect(pod.number(of: .string("metrics")) == nil)
    }
}
