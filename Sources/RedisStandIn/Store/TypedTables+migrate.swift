import SQLiteStore

/// Brings files of earlier versions to the tables of this one.
extension TypedTables {
    func migrate() throws {
        let columns = try connection.rows("select name from pragma_table_info('string')").compactMap { $0[0].text }
        guard columns.contains("key_id") else { return }
        try connection.execute(
            """
            begin immediate;
            drop view strings;
            alter table string rename to old_string;
            create table string (
                db integer not null,
                key blob not null,
                value blob not null,
                expires_at integer, -- milliseconds since 1970
                primary key (db, key)
            ) strict, without rowid;
            insert into string select db, name, value, expires_at from key join old_string on key_id = key.id;
            drop table old_string;
            delete from key where type = 'string';
            commit;
            """)
    }
}
