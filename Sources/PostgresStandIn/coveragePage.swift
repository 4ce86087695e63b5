import Fidelity

/// The page `docs/postgres.md`: what is covered, from the tables of functions, operators, statements and catalog tables.
package func coveragePage() -> String {
    var page = """
        # The PostgreSQL stand-in

        Generated from the tables in `Sources/PostgresStandIn`; `RECORD=1` in the tests writes it again.

        It speaks the protocol of PostgreSQL 15 and its SQL, parsed by PostgreSQL's own grammar, over SQLite. Whatever is not
        named here answers PostgreSQL's error and is recorded in the fidelity ledger.

        ## Isolation

        One transaction writes at a time: a session that begins to write holds the writer's lock to the end of its transaction, and
        others who want to write wait for it, in order. Readers never wait: outside a writing transaction each statement sees what
        is committed (READ COMMITTED). REPEATABLE READ and SERIALIZABLE take the writer's lock at `BEGIN`. `FOR UPDATE` takes it too;
        `NOWAIT` is refused when it would wait, `SKIP LOCKED` waits. A commit that was acknowledged survives the death of the process.

        ## Known differences

        - Regular expressions are ICU's. Text sorts by bytes (collation "C").
        - `ON CONFLICT DO UPDATE` that meets a row twice updates it twice.
        - `NaN` of `real` and `double precision` is refused; `LATERAL` subqueries, `COPY`, functions, triggers, generated columns,
          partitions, cursors, `LISTEN`, `EXPLAIN`, `MERGE` and data-modifying `WITH` are refused.
        - Hints of the form "Perhaps you meant to reference the column" are not given.

        ## Statements

        SELECT, VALUES, INSERT, UPDATE, DELETE, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, SET, SHOW, RESET, DISCARD, DEALLOCATE
        and:

        """
    page += Set(DefinitionStatement.handlers.values.map(\.name)).sorted().map { "- \($0)" }.joined(separator: "\n")
    page += "\n\n## Functions\n\n" + table(Functions.all)
    page += "\nReturning rows: " + SetFunctions.all.map(\.name).sorted().joined(separator: ", ") + "\n"
    page += "\nWindows: " + WindowFunctions.all.map(\.name).sorted().joined(separator: ", ") + "\n"
    page += "\n## Operators\n\n" + table(Operators.all)
    page +=
        "\n## Catalog\n\n" + SystemCatalog.tables.map { "- \($0.storedName)" }.sorted().joined(separator: "\n") + "\n"
    return page
}

private func table(_ entries: [FunctionEntry]) -> String {
    let lines = entries.map { entry -> String in
        let arguments = entry.arguments.map { TypeTable.entry($0).display }.joined(separator: ", ")
        let note: String =
            switch entry.fidelity {
            case .exact: "exact"
            case .approximate(let text): "approximate: \(text)"
            case .unsupported(let text): "unsupported: \(text)"
            }
        let name = entry.name.replacing("|", with: "\\|")
        return
            "| `\(name)` | \(arguments)\(entry.isVariadic ? ", ..." : "") | \(TypeTable.entry(entry.result).display) | \(note) |"
    }
    return "| name | arguments | result | fidelity |\n|---|---|---|---|\n" + lines.sorted().joined(separator: "\n")
        + "\n"
}
