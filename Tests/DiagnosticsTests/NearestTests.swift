import Diagnostics
import Testing

@Test(arguments: [
    ("chekout", "checkout"), ("Checkout", "checkout"), ("checkuot", "checkout"), ("oders", "orders"), ("cat", "cart"),
])
func `a mistyped name finds the one that was meant`(word: String, meant: String) {
    #expect(nearest(to: word, in: ["cart", "catalog", "checkout", "orders"]) == meant)
}

@Test func `a name that is near nothing finds nothing`() {
    #expect(nearest(to: "warehouse", in: ["cart", "checkout"]) == nil)
    #expect(nearest(to: "", in: ["cart"]) == nil)
    #expect(nearest(to: "cart", in: []) == nil)
    #expect(nearest(to: "cart", in: ["cart"]) == nil)
    #expect(nearest(to: String(repeating: "a", count: 100_000), in: ["a"]) == nil)
}

@Test func `of equally near names the first in the alphabet is taken`() {
    #expect(nearest(to: "bat", in: ["hat", "cat"]) == "cat")
}
