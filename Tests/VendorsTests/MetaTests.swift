import Determinism
import HTTP
import JSONTree
import Testing
import Vendors

struct MetaTests {
    @Test(arguments: [
        ("/v26.0/me?access_token=wrong", 401, 190), ("/v26.0/404", 400, 100), ("/v3.0/me", 400, 2635),
        ("/v26.0/a/b/c/d", 400, 2500),
    ])
    func `an error has the vendor's status and code`(target: String, status: Int, code: Int) async throws {
        let isWrong = target.contains("access_token")
        let answer = try await Bench("meta").json(.get, target, token: isWrong ? nil : Bench.token)
        #expect(answer.status == status)
        #expect(answer.body["error"]?["code"]?.int == code)
        #expect(answer.body["error"]?["fbtrace_id"]?.string?.isEmpty == false)
    }

    @Test func `a lead is delivered signed, and again when it was refused`() async throws {
        let bench = try Bench("meta")
        let subscription = [
            (name: "object", value: "page"), ("callback_url", "http://app.test/hook"), ("verify_token", "v"),
            ("fields", "leadgen"),
        ]
        #expect(try await bench.form(.post, "/v26.0/1/subscriptions", subscription).body["success"] == true)
        #expect(bench.receiver.received.first?.request.queryForm["hub.verify_token"] == "v")
        _ = try await bench.form(.post, "/v26.0/7/subscribed_apps", [(name: "subscribed_fields", value: "leadgen")])
        let lead: JSON = ["form_id": "9", "page_id": "7", "field_data": ["email": "a@b.example"]]
        bench.receiver.answer(with: .serviceUnavailable)
        let made = try await bench.json(.post, "/__orrery/leads", lead)
        #expect(made.body["webhook"] == true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bench.mock.run() }
            while bench.receiver.received.count < 2 { await Task.yield() }
            bench.receiver.answer(with: .ok)
            while bench.receiver.received.count < 3 {
                bench.clock.advance(by: .seconds(60))
                await Task.yield()
            }
            group.cancelAll()
        }
        let posts = bench.receiver.received.dropFirst()
        #expect(Set(posts.map { String(decoding: $0.request.body, as: UTF8.self) }).count == 1)
        #expect(posts.first?.request.fields["x-hub-signature-256"]?.hasPrefix("sha256=") == true)
        let id = made.body["id"]?.string ?? ""
        #expect(try await bench.json(.get, "/v26.0/\(id)").body["field_data"]?[0]?["values"] == ["a@b.example"])
    }
}
