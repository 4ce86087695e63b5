/// Mistakes that show in one place alone.
let mistakesOfForm: [Mistake] = [
    Mistake("an empty file", "1️⃣ empty-blueprint", source: "1️⃣# nothing\n"),
    Mistake("a second document", "1️⃣ several-documents", source: small(end: "---\n1️⃣a: b\n")),
    Mistake(
        "a list for a blueprint", "1️⃣ wrong-type", source: "1️⃣- blueprint: orrery/v1\n"),
    Mistake("an unknown key at the top", "1️⃣ unknown-key", source: small(top: "1️⃣fronteds: {}")),
    Mistake("an unknown key of a service", "1️⃣ unknown-key", source: small(services: "a: { 1️⃣prot: 80 }")),
    Mistake("an unknown key far inside", "1️⃣ unknown-key", source: small(services: "a: { probes: { 1️⃣startup: /s } }")),
    Mistake("a missing key", "1️⃣ missing-key", source: small(alb: "1️⃣{ hosts: api }")),
    Mistake("a section without content", "1️⃣ wrong-type", source: small(top: "1️⃣data:")),
    Mistake(
        "an entry without content whose keys are required", "1️⃣ missing-key", "1️⃣ unused-external?",
        source: small(top: "externals:\n  1️⃣x:")),
    Mistake("a text for a number", "1️⃣ wrong-type", source: small(services: "a: { port: 1️⃣\"80\" }")),
    Mistake("a number for a text", "1️⃣ wrong-type", source: small(services: "a: { image: 1️⃣0777 }")),
    Mistake("a map for a list", "1️⃣ wrong-type", source: small(routes: "1️⃣{ path: /a, to: a, public: true }")),
    Mistake("a boolean for a word", "1️⃣ wrong-type", source: small(alb: "{ hosts: api, certificate: 1️⃣on }")),
    Mistake("a port out of range", "1️⃣ number-out-of-range", source: small(services: "a: { port: 1️⃣65536 }")),
    Mistake("a word that is no choice", "1️⃣ invalid-choice", source: small(services: "a: { role: 1️⃣oath }")),
    Mistake(
        "a host twice in one list", "1️⃣ repeated-value", source: small(alb: "{ hosts: [api, 1️⃣api], certificate: api }")),
]

/// Texts that do not have their form.
let mistakesOfFormat: [Mistake] = [
    Mistake(
        "a host with a scheme", "1️⃣ invalid-host", source: small(alb: "{ hosts: 1️⃣\"https://a\", certificate: api }")),
    Mistake(
        "a host in capitals", "1️⃣ invalid-host", source: small(alb: "{ hosts: 1️⃣API.example.com, certificate: api }")),
    Mistake("an image with a tag", "1️⃣ invalid-image", source: small(services: "a: { image: 1️⃣\"small/a:1\" }")),
    Mistake("a name in capitals", "1️⃣ invalid-name", source: small(services: "a: {}\n  1️⃣Cart: {}")),
    Mistake("a name that ends in a hyphen", "1️⃣ invalid-name", source: small(services: "a: {}\n  1️⃣cart-: {}")),
    Mistake("a name that begins with a digit", "1️⃣ invalid-name", source: small(services: "a: {}\n  1️⃣2cart: {}")),
    Mistake(
        "a name of 64 characters", "1️⃣ invalid-name",
        source: small(services: "a: {}\n  1️⃣\(String(repeating: "a", count: 64)): {}")),
    Mistake(
        "a path without a slash", "1️⃣ invalid-path", source: small(routes: "[{ path: 1️⃣a, to: a, public: true }]")),
    Mistake(
        "a path with a slash at its end", "1️⃣ invalid-path",
        source: small(routes: "[{ path: 1️⃣/a/, to: a, public: true }]")),
    Mistake(
        "a path that climbs", "1️⃣ invalid-path",
        source: small(routes: "[{ path: 1️⃣/a/../b, to: a, public: true }]")),
    Mistake(
        "a path with a line end in it", "1️⃣ invalid-path",
        source: small(routes: "[{ path: 1️⃣\"/a\\nb\", to: a, public: true }]")),
    Mistake(
        "a duration without its unit", "1️⃣ wrong-type", source: small(services: "a: { shutdown: { drain: 1️⃣30 } }")),
    Mistake(
        "a duration of more than an hour", "1️⃣ invalid-duration", source: small(top: "shutdown: { drain: 1️⃣61m }")),
    Mistake("a percentage above 100", "1️⃣ invalid-percentage", source: small(services: "a: { scale: { cpu: 1️⃣101% } }")),
    Mistake(
        "a quantity with a wrong suffix", "1️⃣ invalid-quantity",
        source: small(services: "a: { resources: { memory: 1️⃣256MB } }")),
    Mistake(
        "a contract outside the folder", "1️⃣ invalid-file",
        source: small(services: "a: { contract: 1️⃣../a.openapi.yaml }")),
    Mistake(
        "a scope with a blank", "1️⃣ invalid-scope",
        source: small(
            routes: "[{ path: /a, to: a, scopes: { read: 1️⃣\"a b\", write: c } }]",
            services: "a: {}\n  o: { role: oauth }")),
    Mistake(
        "a setting with a dash", "1️⃣ invalid-setting-name",
        source: small(services: "a: { environment: { 1️⃣log-level: debug } }")),
    Mistake(
        "a redirect without protection", "1️⃣ invalid-uri",
        source: small(
            services: "a: { role: oauth, clients: { c: { redirects: 1️⃣\"http://a.example.com/\" } } }")),
]
