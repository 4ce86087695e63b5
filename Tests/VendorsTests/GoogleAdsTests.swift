import Determinism
import HTTP
import JSONTree
import Testing

struct GoogleAdsTests {
    private let base = "/v26/customers/1234567890"

    private func budget(_ bench: Bench, _ name: String, _ more: JSON = [:]) async throws -> (status: Int, body: JSON) {
        var body: JSON = ["operations": [["create": ["name": .string(name), "amountMicros": 5_000_000]]]]
        for (name, value) in more.object?.members ?? [] { body[name] = value }
        return try await bench.json(.post, base + "/campaignBudgets:mutate", body)
    }

    @Test func `what is mutated is found by GAQL`() async throws {
        let bench = try Bench("google-ads")
        let name = try #require(try await budget(bench, "B").body["results"]?[0]?["resourceName"]?.string)
        let campaign: JSON = [
            "operations": [
                ["create": ["name": "C", "advertisingChannelType": "SEARCH", "campaignBudget": .string(name)]]
            ]
        ]
        #expect(try await bench.json(.post, base + "/campaigns:mutate", campaign).status == 200)
        let query =
            "SELECT campaign.name, campaign_budget.amount_micros FROM campaign WHERE campaign.status = 'ENABLED' LIMIT 5"
        let found = try await bench.json(.post, base + "/googleAds:search", ["query": .string(query)]).body
        #expect(found["results"]?[0]?["campaign"]?["name"] == "C")
        #expect(found["results"]?[0]?["campaignBudget"]?["amountMicros"] == "5000000")
        #expect(found["fieldMask"] == "campaign.name,campaignBudget.amountMicros")
        let stream = try await bench.json(.post, base + "/googleAds:searchStream", ["query": .string(query)]).body
        #expect(stream[0]?["results"] == found["results"])
    }

    @Test func `validation only changes nothing, and a duplicate name is a failure of the Ads API`() async throws {
        let bench = try Bench("google-ads")
        #expect(try await budget(bench, "B", ["validateOnly": true]).status == 200)
        #expect(try await budget(bench, "B").status == 200)
        let (status, body) = try await budget(bench, "B")
        #expect(status == 400)
        let detail = body["error"]?["details"]?[0]
        #expect(detail?["@type"]?.string?.hasSuffix("v26.errors.GoogleAdsFailure") == true)
        #expect(detail?["errors"]?[0]?["errorCode"] == ["campaignBudgetError": "DUPLICATE_NAME"])
        let partial = try await budget(bench, "B", ["partialFailure": true])
        #expect(partial.status == 200)
        #expect(partial.body["partialFailureError"]?["code"] == 3)
    }

    @Test func `a refresh token gives an access token that runs out`() async throws {
        let bench = try Bench("google-ads")
        let form = [
            (name: "grant_type", value: "refresh_token"), ("client_id", "c"), ("client_secret", Bench.token),
            ("refresh_token", Bench.token),
        ]
        let token = try #require(try await bench.form(.post, "/token", form, token: nil).body["access_token"]?.string)
        let target = "/v26/customers:listAccessibleCustomers"
        #expect(try await bench.json(.get, target, token: token).status == 200)
        bench.clock.advance(by: .seconds(3600))
        #expect(try await bench.json(.get, target, token: token).status == 401)
    }
}
