/// Commands of Redis 7.0 that this stand-in knows and does not do, with the reasons.
let unsupportedCommands: [Command] = [
    Command(
        unsupported: "asking", arity: 1, group: .cluster, since: "3.0.0",
        summary: "Sent by cluster clients after an -ASK redirect", reason: "there is no cluster"),
    Command(
        unsupported: "bgrewriteaof", arity: 1, group: .server, since: "1.0.0",
        summary: "Asynchronously rewrite the append-only file", reason: "the log is folded all the time"),
    Command(
        unsupported: "bitfield", arity: -2, group: .bitmap, since: "3.2.0",
        summary: "Perform arbitrary bitfield integer operations on strings", reason: "bit fields are not done yet"),
    Command(
        unsupported: "bitfield_ro", arity: -2, group: .bitmap, since: "6.0.0",
        summary: "Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD",
        reason: "bit fields are not done yet"),
    Command(
        unsupported: "cluster", arity: -2, group: .cluster, since: "3.0.0",
        summary: "A container for cluster commands", reason: "there is no cluster"),
    Command(
        unsupported: "debug", arity: -2, group: .server, since: "1.0.0",
        summary: "A container for debugging commands", reason: "internals of Redis have no counterpart"),
    Command(
        unsupported: "dump", arity: 2, group: .generic, since: "2.6.0",
        summary: "Return a serialized version of the value stored at the specified key",
        reason: "Redis' serialization format is not done"),
    Command(
        unsupported: "eval", arity: -3, group: .scripting, since: "2.6.0",
        summary: "Execute a Lua script server side", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "eval_ro", arity: -3, group: .scripting, since: "7.0.0",
        summary: "Execute a read-only Lua script server side", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "evalsha", arity: -3, group: .scripting, since: "2.6.0",
        summary: "Execute a Lua script server side", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "evalsha_ro", arity: -3, group: .scripting, since: "7.0.0",
        summary: "Execute a read-only Lua script server side", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "failover", arity: -1, group: .server, since: "6.2.0",
        summary: "Start a coordinated failover between this server and one of its replicas",
        reason: "there is no replication"),
    Command(
        unsupported: "fcall", arity: -3, group: .scripting, since: "7.0.0",
        summary: "Invoke a function", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "fcall_ro", arity: -3, group: .scripting, since: "7.0.0",
        summary: "Invoke a read-only function", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "function", arity: -2, group: .scripting, since: "7.0.0",
        summary: "A container for function commands", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "geoadd", arity: -5, group: .geo, since: "3.2.0",
        summary: "Add one or more geospatial items in the geospatial index represented using a sorted set",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "geodist", arity: -4, group: .geo, since: "3.2.0",
        summary: "Returns the distance between two members of a geospatial index",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "geohash", arity: -2, group: .geo, since: "3.2.0",
        summary: "Returns members of a geospatial index as standard geohash strings",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "geopos", arity: -2, group: .geo, since: "3.2.0",
        summary: "Returns longitude and latitude of members of a geospatial index",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "georadius", arity: -6, group: .geo, since: "3.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a point",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "georadius_ro", arity: -6, group: .geo, since: "3.2.10",
        summary: "A read-only variant for GEORADIUS", reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "georadiusbymember", arity: -5, group: .geo, since: "3.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a member",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "georadiusbymember_ro", arity: -5, group: .geo, since: "3.2.10",
        summary: "A read-only variant for GEORADIUSBYMEMBER", reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "geosearch", arity: -7, group: .geo, since: "6.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "geosearchstore", arity: -8, group: .geo, since: "6.2.0",
        summary:
            "Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and store the result in another key",
        reason: "geographic indexes are not done yet"),
    Command(
        unsupported: "latency", arity: -2, group: .server, since: "2.8.13",
        summary: "A container for latency diagnostics commands", reason: "commands are not timed"),
    Command(
        unsupported: "lolwut", arity: -1, group: .server, since: "5.0.0",
        summary: "Display some computer art and the Redis version", reason: "no art"),
    Command(
        unsupported: "migrate", arity: -6, group: .generic, since: "2.6.0",
        summary: "Atomically transfer a key from a Redis instance to another one",
        reason: "Redis' serialization format is not done"),
    Command(
        unsupported: "module", arity: -2, group: .server, since: "4.0.0",
        summary: "A container for module commands", reason: "modules cannot be loaded"),
    Command(
        unsupported: "monitor", arity: 1, group: .server, since: "1.0.0",
        summary: "Listen for all requests received by the server in real time",
        reason: "the journal of the instance shows what is sent"),
    Command(
        unsupported: "pfadd", arity: -2, group: .hyperloglog, since: "2.8.9",
        summary: "Adds the specified elements to the specified HyperLogLog", reason: "HyperLogLog is not done yet"),
    Command(
        unsupported: "pfcount", arity: -2, group: .hyperloglog, since: "2.8.9",
        summary: "Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s)",
        reason: "HyperLogLog is not done yet"),
    Command(
        unsupported: "pfdebug", arity: 3, group: .hyperloglog, since: "2.8.9",
        summary: "Internal commands for debugging HyperLogLog values", reason: "internals of Redis have no counterpart"),
    Command(
        unsupported: "pfmerge", arity: -2, group: .hyperloglog, since: "2.8.9",
        summary: "Merge N different HyperLogLogs into a single one", reason: "HyperLogLog is not done yet"),
    Command(
        unsupported: "pfselftest", arity: 1, group: .hyperloglog, since: "2.8.9",
        summary: "An internal command for testing HyperLogLog values", reason: "internals of Redis have no counterpart"),
    Command(
        unsupported: "psync", arity: -3, group: .server, since: "2.8.0",
        summary: "Internal command used for replication", reason: "there is no replication"),
    Command(
        unsupported: "readonly", arity: 1, group: .cluster, since: "3.0.0",
        summary: "Enables read queries for a connection to a cluster replica node", reason: "there is no cluster"),
    Command(
        unsupported: "readwrite", arity: 1, group: .cluster, since: "3.0.0",
        summary: "Disables read queries for a connection to a cluster replica node", reason: "there is no cluster"),
    Command(
        unsupported: "replconf", arity: -1, group: .server, since: "3.0.0",
        summary: "An internal command for configuring the replication stream", reason: "there is no replication"),
    Command(
        unsupported: "replicaof", arity: 3, group: .server, since: "5.0.0",
        summary: "Make the server a replica of another instance, or promote it as master",
        reason: "there is no replication"),
    Command(
        unsupported: "restore", arity: -4, group: .generic, since: "2.6.0",
        summary: "Create a key using the provided serialized value, previously obtained using DUMP",
        reason: "Redis' serialization format is not done"),
    Command(
        unsupported: "restore-asking", arity: -4, group: .server, since: "3.0.0",
        summary: "An internal command for migrating keys in a cluster",
        reason: "Redis' serialization format is not done"),
    Command(
        unsupported: "script", arity: -2, group: .scripting, since: "2.6.0",
        summary: "A container for Lua scripts management commands", reason: "there is no Lua interpreter"),
    Command(
        unsupported: "shutdown", arity: -1, group: .server, since: "1.0.0",
        summary: "Synchronously save the dataset to disk and then shut down the server",
        reason: "the instance ends its own parts"),
    Command(
        unsupported: "slaveof", arity: 3, group: .server, since: "1.0.0",
        summary: "Make the server a replica of another instance, or promote it as master",
        reason: "there is no replication"),
    Command(
        unsupported: "slowlog", arity: -2, group: .server, since: "2.2.12",
        summary: "A container for slow log commands", reason: "commands are not timed"),
    Command(
        unsupported: "spublish", arity: 3, group: .pubsub, since: "7.0.0",
        summary: "Post a message to a shard channel", reason: "there are no shards"),
    Command(
        unsupported: "ssubscribe", arity: -2, group: .pubsub, since: "7.0.0",
        summary: "Listen for messages published to the given shard channels", reason: "there are no shards"),
    Command(
        unsupported: "sunsubscribe", arity: -1, group: .pubsub, since: "7.0.0",
        summary: "Stop listening for messages posted to the given shard channels", reason: "there are no shards"),
    Command(
        unsupported: "sync", arity: 1, group: .server, since: "1.0.0",
        summary: "Internal command used for replication", reason: "there is no replication"),
]
