/// The commands that are supported, by group; each stands in a file of its own.
let supportedCommands: [CommandGroup: [Command]] = [
    .connection: [
        .auth, .client, .echo, .hello, .ping, .quit, .reset, .select,
    ],
    .server: [
        .acl, .bgrewriteaof, .bgsave, .command, .config, .dbsize, .debug, .failover, .flushall, .flushdb, .info,
        .lastsave, .latency, .lolwut, .memory, .module, .monitor, .psync, .replconf, .replicaof, .restoreAsking, .role,
        .save, .shutdown, .slaveof, .slowlog, .swapdb, .sync, .time,
    ],
    .generic: [
        .copy, .del, .dump, .exists, .expire, .expireat, .expiretime, .keys, .migrate, .move, .object, .persist,
        .pexpire, .pexpireat,
        .pexpiretime, .pttl, .randomkey, .rename, .renamenx, .restore, .scan, .sort, .sortRo, .touch, .ttl,
        .typeCommand,
        .unlink, .wait,
    ],
    .string: [
        .append, .decr, .decrby, .get, .getdel, .getex, .getrange, .getset, .incr, .incrby, .incrbyfloat, .lcs, .mget,
        .mset, .msetnx, .psetex, .setCommand, .setex, .setnx, .setrange, .strlen, .substr,
    ],
    .bitmap: [
        .bitcount, .bitfield, .bitfieldRo, .bitop, .bitpos, .getbit, .setbit,
    ],
    .hash: [
        .hdel, .hexists, .hget, .hgetall, .hincrby, .hincrbyfloat, .hkeys, .hlen, .hmget, .hmset, .hrandfield, .hscan,
        .hset, .hsetnx, .hstrlen, .hvals,
    ],
    .list: [
        .blmove, .blmpop, .blpop, .brpop, .brpoplpush, .lindex, .linsert, .llen, .lmove, .lmpop, .lpop, .lpos, .lpush,
        .lpushx, .lrange, .lrem, .lset, .ltrim, .rpop, .rpoplpush, .rpush, .rpushx,
    ],
    .set: [
        .sadd, .scard, .sdiff, .sdiffstore, .sinter, .sintercard, .sinterstore, .sismember, .smembers, .smismember,
        .smove, .spop, .srandmember, .srem, .sscan, .sunion, .sunionstore,
    ],
    .sortedSet: [
        .bzmpop, .bzpopmax, .bzpopmin, .zadd, .zcard, .zcount, .zdiff, .zdiffstore, .zincrby, .zinter, .zintercard,
        .zinterstore, .zlexcount, .zmpop, .zmscore, .zpopmax, .zpopmin, .zrandmember, .zrange, .zrangebylex,
        .zrangebyscore, .zrangestore, .zrank, .zrem, .zremrangebylex, .zremrangebyrank, .zremrangebyscore, .zrevrange,
        .zrevrangebylex, .zrevrangebyscore, .zrevrank, .zscan, .zscore, .zunion, .zunionstore,
    ],
    .stream: [
        .xack, .xadd, .xautoclaim, .xclaim, .xdel, .xgroup, .xinfo, .xlen, .xpending, .xrange, .xread, .xreadgroup,
        .xrevrange, .xsetid, .xtrim,
    ],
    .pubsub: [
        .psubscribe, .publish, .pubsub, .punsubscribe, .spublish, .ssubscribe, .subscribe, .sunsubscribe, .unsubscribe,
    ],
    .transactions: [
        .discard, .exec, .multi, .unwatch, .watch,
    ],
    .scripting: [
        .eval, .evalRo, .evalsha, .evalshaRo, .fcall, .fcallRo, .function, .script,
    ],
    .hyperloglog: [
        .pfadd, .pfcount, .pfdebug, .pfmerge, .pfselftest,
    ],
    .geo: [
        .geoadd, .geodist, .geohash, .geopos, .georadius, .georadiusRo, .georadiusbymember, .georadiusbymemberRo,
        .geosearch, .geosearchstore,
    ],
    .cluster: clusterCommands,
]
