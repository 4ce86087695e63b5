import Kubernetes
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"),
        ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"),
        ("2001:DB8::a:0:1", "2001:db8:0:0:0:a:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::ffff:10.0.0.1", "10.0.0.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b:0:0:0:0:c000:221"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ])
    func `an address is read in every spelling`(text: String, expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", "10", "10.0.0", "10.0.0.0.1", "10.0.0.256", "010.0.0.1", "10.0.0.-1", "10.0.0.+1", "10.0.0.1 ", "a.b.c.d",
        ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g", "1:2:3:4:5:6:7:8::",
        "1.2.3.4::", "::1.2.3.4:5", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", ":1::", "::+1", "10.0.0.",
    ])
    func `what is no address is refused`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.0/9", "10.127.255.255", true),
        ("10.0.0.0/9", "10.128.0.0", false), ("172.16.0.0/12", "172.31.255.255", true),
        ("172.16.0.0/12", "172.32.0.0", false), ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::1", false),
        ("::/0", "10.0.0.1", false), ("10.0.0.4/30", "10.0.0.7", true), ("10.0.0.4/30", "10.0.0.8", false),
        ("10.0.0.5/32", "10.0.0.5", true), ("10.0.0.5/32", "10.0.0.4", false), ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe00::1", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("::1/128", "::1", true), ("::1/128", "::2", false),
        ("10.0.0.0/8", "::ffff:10.2.3.4", true),
    ])
    func `a block holds the addresses of its prefix`(block: String, address: String, expected: Bool) throws {
        let block = try #require(CIDRBlock(block))
        #expect(block.contains(try #require(IPAddress(address))) == expected)
    }

    @Test(arguments: [
        "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/08", "/8", "::/129", "10.0.0/8",
        "10.0.0.0/8/8",
        "10.0.0.0/+8", "10.0.0.0/99999999999999999999",
    ])
    func `what is no block is refused`(_ text: String) {
        #expect(CIDRBlock(text) == nil)
    }

    @Test func `bits behind the prefix are seen`() {
        #expect(CIDRBlock("10.0.0.5/16")?.hasHostBits == true)
        #expect(CIDRBlock("10.0.0.0/16")?.hasHostBits == false)
        #expect(CIDRBlock("10.0.0.5/32")?.hasHostBits == false)
        #expect(CIDRBlock("fd00::1/64")?.hasHostBits == true)
    }
}
