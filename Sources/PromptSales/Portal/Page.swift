import HTTP

/// The frame that every page of a front end shares.
struct Page: Sendable {
    var title: String
    /// `PromptSales`, `PromptSales Admin`.
    var product: String
    /// Paths and names of the navigation.
    var navigation: [(path: String, name: String)]
    /// Who is logged in; nil shows no navigation.
    var session: Session?
    /// Seconds after which the browser asks again; nil never does.
    var refresh: Int?
    var content: HTML

    func response(_ status: Status = .ok) -> Response {
        var response = Response.html(html.text, status)
        response.fields["cache-control"] = "no-store"
        response.fields["content-security-policy"] =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        return response
    }

    private var html: HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        \(refresh.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">" as HTML } ?? "")
        <title>\(title) · \(product)</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <header>
        <a class="brand" href="/">\(product)</a>
        \(session.map(menu) ?? "")
        </header>
        <main>
        <h1>\(title)</h1>
        \(content)
        </main>
        </body>
        </html>
        """
    }

    private func menu(_ session: Session) -> HTML {
        """
        <nav>\(navigation.map { "<a href=\"\($0.path)\">\($0.name)</a>" as HTML })</nav>
        <form class="logout" method="post" action="/logout">
        <input type="hidden" name="form_token" value="\(session.formToken)">
        <span>\(session.user)</span> <button class="quiet">Log out</button>
        </form>
        """
    }

    /// The one style sheet.
    static let styleSheet = """
        :root { --ink: #1b2130; --soft: #5d6678; --line: #dfe3ea; --paper: #f6f7f9; --accent: #3552d8; --good: #1d7a46;
          --wait: #9a6400; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaf0; --soft: #9aa3b5; --line: #313848;
          --paper: #161a22; --accent: #8fa3ff; --good: #69c58f; --wait: #e0b25a; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header { display: flex; gap: 1.5rem; align-items: center; flex-wrap: wrap; padding: .8rem 1.5rem;
          border-bottom: 1px solid var(--line); }
        .brand { font-weight: 700; color: var(--ink); text-decoration: none; }
        nav { display: flex; gap: 1rem; flex: 1; }
        a { color: var(--accent); }
        nav a { text-decoration: none; }
        main { max-width: 56rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        form.panel, .card { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.2rem; margin: 1rem 0; }
        label { display: block; margin: .6rem 0 .2rem; font-weight: 600; }
        label.choice { display: inline-block; font-weight: 400; margin-right: 1rem; }
        input[type=text], input[type=password], input[type=number], select, textarea { width: 100%; padding: .5rem .6rem;
          font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .4rem; }
        button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; color: #fff;
          background: #3552d8; cursor: pointer; margin-top: .8rem; }
        button.quiet { background: none; color: var(--soft); padding: .2rem .4rem; margin: 0; }
        .logout { display: flex; gap: .5rem; align-items: center; color: var(--soft); }
        table { width: 100%; border-collapse: collapse; }
        th, td { text-align: left; padding: .5rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 600; font-size: .85rem; }
        .status { font-weight: 600; } .published, .launched, .synced { color: var(--good); }
        .queued, .pending, .new, .draft { color: var(--wait); } .failed, .error { color: var(--bad); }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; }
        .soft { color: var(--soft); }
        """
}
