import JSONTree
import SQLiteStore
import Vendors

/// Where the mocks keep their documents: one SQLite file, one table.
struct VendorDatabase: Sendable {
    private let thread: DatabaseThread<Connection>

    init(_ location: Connection.Location) async throws {
        thread = try await DatabaseThread(label: "vendors") {
            let connection = try Connection(location)
            try connection.execute(
                """
                create table if not exists document (
                    number integer primary key, collection text not null, id text not null, value text not null,
                    unique (collection, id)
                ) strict
                """)
            return connection
        }
    }

    /// The store as the mocks know it.
    var store: VendorStore {
        VendorStore(
            put: { collection, id, value in
                let text = value.text
                try await thread.run { connection in
                    _ = try connection.run(
                        """
                        insert into document (collection, id, value) values (?, ?, ?)
                        on conflict (collection, id) do update set value = excluded.value
                        """,
                        [.text(collection), .text(id), .text(text)])
                }
            },
            get: { collection, id in
                let text = try await thread.run { connection in
                    try connection.rows(
                        "select value from document where collection = ? and id = ?", [.text(collection), .text(id)]
                    ).first?.first?.text
                }
                return try text.map { try JSON.parse($0) }
            },
            delete: { collection, id in
                try await thread.run { connection in
                    _ = try connection.run(
                        "delete from document where collection = ? and id = ?", [.text(collection), .text(id)])
                }
            },
            list: { collection in
                let rows = try await thread.run { connection in
                    try connection.rows(
                        "select id, value from document where collection = ? order by number", [.text(collection)])
                }
                return try rows.map { row in
                    VendorStore.Document(id: row[0].text ?? "", value: try JSON.parse(row[1].text ?? "null"))
                }
            },
            collections: {
                try await thread.run { connection in
                    try connection.rows("select distinct collection from document order by 1").compactMap {
                        $0.first?.text
                    }
                }
            })
    }

    func close() async { await thread.close() }
}
