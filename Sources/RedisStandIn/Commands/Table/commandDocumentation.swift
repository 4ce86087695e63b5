/// What `COMMAND DOCS` of Redis 7.0 says of every command, as `record_commands.py` recorded it.
///
/// A line for each, its parts separated by `|`: name (a subcommand after a space), summary, complexity, flags, since
/// when it is deprecated, what took its place, arguments, and history. An argument in parentheses is its name, its type,
/// `#` and the number of its key specification, `'` and its token, `@` and its version, `~` and the version that
/// deprecated it, `?` for optional, `*` for multiple, `+` for multiple with the token, and the arguments within it.
let commandDocumentation = """
    acl|A container for Access List Control commands |Depends on subcommand.|||||
    acl cat|List the ACL categories or the commands inside a category|O(1) since the categories and commands are a fixed set.||||(categoryname string ?)|
    acl deluser|Remove the specified ACL users and the associated rules|O(1) amortized time considering the typical user.||||(username string *)|
    acl dryrun|Returns whether the user can execute the given command without executing the command.|O(1).||||(username string)(command string)(arg string ? *)|
    acl genpass|Generate a pseudorandom secure password to use for ACL users|O(1)||||(bits integer ?)|
    acl getuser|Get the rules for a specific ACL user|O(N). Where N is the number of password, command and pattern rules that the user has.||||(username string)|6.2.0 Added Pub/Sub channel patterns.;;7.0.0 Added selectors and changed the format of key and channel patterns from a list to their rule representation.
    acl help|Show helpful text about the different subcommands|O(1)|||||
    acl list|List the current ACL rules in ACL config file format|O(N). Where N is the number of configured users.|||||
    acl load|Reload the ACLs from the configured ACL file|O(N). Where N is the number of configured users.|||||
    acl log|List latest events denied because of ACLs in place|O(N) with N being the number of entries shown.||||(operation oneof ?(count integer)(reset pure-token 'RESET))|
    acl save|Save the current ACL rules in the configured ACL file|O(N). Where N is the number of configured users.|||||
    acl setuser|Modify or create the rules for a specific ACL user|O(N). Where N is the number of rules provided.||||(username string)(rule string ? *)|6.2.0 Added Pub/Sub channel patterns.;;7.0.0 Added selectors and key based permissions.
    acl users|List the username of all the configured ACL rules|O(N). Where N is the number of configured users.|||||
    acl whoami|Return the name of the user associated to the current connection|O(1)|||||
    append|Append a value to a key|O(1). The amortized time complexity is O(1) assuming the appended value is small and the already present value is of any size, since the dynamic string library used by Redis will double the free space available on every reallocation.||||(key key #0)(value string)|
    asking|Sent by cluster clients after an -ASK redirect|O(1)|||||
    auth|Authenticate to the server|O(N) where N is the number of passwords defined for the user||||(username string @6.0.0 ?)(password string)|6.0.0 Added ACL style (username and password).
    bgrewriteaof|Asynchronously rewrite the append-only file|O(1)|||||
    bgsave|Asynchronously save the dataset to disk|O(1)||||(schedule pure-token 'SCHEDULE @3.2.2 ?)|3.2.2 Added the `SCHEDULE` option.
    bitcount|Count set bits in a string|O(N)||||(key key #0)(index block ?(start integer)(end integer)(index_unit oneof @7.0.0 ?(byte pure-token 'BYTE)(bit pure-token 'BIT)))|7.0.0 Added the `BYTE|BIT` option.
    bitfield|Perform arbitrary bitfield integer operations on strings|O(1) for each subcommand specified||||(key key #0)(operation oneof ? *(encoding_offset block 'GET(encoding string)(offset integer))(write block(wrap_sat_fail oneof 'OVERFLOW ?(wrap pure-token 'WRAP)(sat pure-token 'SAT)(fail pure-token 'FAIL))(write_operation oneof(encoding_offset_value block 'SET(encoding string)(offset integer)(value integer))(encoding_offset_increment block 'INCRBY(encoding string)(offset integer)(increment integer)))))|
    bitfield_ro|Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD|O(1) for each subcommand specified||||(key key #0)(encoding_offset block 'GET ? * +(encoding string)(offset integer))|
    bitop|Perform bitwise operations between strings|O(N)||||(operation string)(destkey key #0)(key key #1 *)|
    bitpos|Find first bit set or clear in a string|O(N)||||(key key #0)(bit integer)(index block ?(start integer)(end_index block ?(end integer)(index_unit oneof @7.0.0 ?(byte pure-token 'BYTE)(bit pure-token 'BIT))))|7.0.0 Added the `BYTE|BIT` option.
    blmove|Pop an element from a list, push it to another list and return it; or block until one is available|O(1)||||(source key #0)(destination key #1)(wherefrom oneof(left pure-token 'LEFT)(right pure-token 'RIGHT))(whereto oneof(left pure-token 'LEFT)(right pure-token 'RIGHT))(timeout double)|
    blmpop|Pop elements from a list, or block until one is available|O(N+M) where N is the number of provided keys and M is the number of elements returned.||||(timeout double)(numkeys integer)(key key #0 *)(where oneof(left pure-token 'LEFT)(right pure-token 'RIGHT))(count integer 'COUNT ?)|
    blpop|Remove and get the first element in a list, or block until one is available|O(N) where N is the number of provided keys.||||(key key #0 *)(timeout double)|6.0.0 `timeout` is interpreted as a double instead of an integer.
    brpop|Remove and get the last element in a list, or block until one is available|O(N) where N is the number of provided keys.||||(key key #0 *)(timeout double)|6.0.0 `timeout` is interpreted as a double instead of an integer.
    brpoplpush|Pop an element from a list, push it to another list and return it; or block until one is available|O(1)|deprecated|6.2.0|`BLMOVE` with the `RIGHT` and `LEFT` arguments|(source key #0)(destination key #1)(timeout double)|6.0.0 `timeout` is interpreted as a double instead of an integer.
    bzmpop|Remove and return members with scores in a sorted set or block until one is available|O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted set, and M being the number of elements popped.||||(timeout double)(numkeys integer)(key key #0 *)(where oneof(min pure-token 'MIN)(max pure-token 'MAX))(count integer 'COUNT ?)|
    bzpopmax|Remove and return the member with the highest score from one or more sorted sets, or block until one is available|O(log(N)) with N being the number of elements in the sorted set.||||(key key #0 *)(timeout double)|6.0.0 `timeout` is interpreted as a double instead of an integer.
    bzpopmin|Remove and return the member with the lowest score from one or more sorted sets, or block until one is available|O(log(N)) with N being the number of elements in the sorted set.||||(key key #0 *)(timeout double)|6.0.0 `timeout` is interpreted as a double instead of an integer.
    client|A container for client connection commands|Depends on subcommand.|||||
    client caching|Instruct the server about tracking or not keys in the next request|O(1)||||(mode oneof(yes pure-token 'YES)(no pure-token 'NO))|
    client getname|Get the current connection name|O(1)|||||
    client getredir|Get tracking notifications redirection client ID if any|O(1)|||||
    client help|Show helpful text about the different subcommands|O(1)|||||
    client id|Returns the client ID for the current connection|O(1)|||||
    client info|Returns information about the current client connection.|O(1)|||||
    client kill|Kill the connection of a client|O(N) where N is the number of client connections||||(filter oneof(ip:port string ~2.8.12)(new-format oneof *(client-id integer 'ID @2.8.12 ?)(normal_master_slave_pubsub oneof 'TYPE @2.8.12 ?(normal pure-token 'NORMAL)(master pure-token 'MASTER @3.2.0)(slave pure-token 'SLAVE)(replica pure-token 'REPLICA @5.0.0)(pubsub pure-token 'PUBSUB))(username string 'USER ?)(ip:port string 'ADDR ?)(ip:port string 'LADDR @6.2.0 ?)(yes/no string 'SKIPME ?)))|2.8.12 Added new filter format.;;2.8.12 `ID` option.;;3.2.0 Added `master` type in for `TYPE` option.;;5.0.0 Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward compatibility.;;6.2.0 `LADDR` option.
    client list|Get the list of client connections|O(N) where N is the number of client connections||||(normal_master_replica_pubsub oneof 'TYPE @5.0.0 ?(normal pure-token 'NORMAL)(master pure-token 'MASTER)(replica pure-token 'REPLICA)(pubsub pure-token 'PUBSUB))(id block 'ID @6.2.0 ?(client-id integer *))|2.8.12 Added unique client `id` field.;;5.0.0 Added optional `TYPE` filter.;;6.0.0 Added `user` field.;;6.2.0 Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter.;;7.0.0 Added `resp`, `multi-mem`, `rbs` and `rbp` fields.;;7.0.3 Added `ssub` field.
    client no-evict|Set client eviction mode for the current connection|O(1)||||(enabled oneof(on pure-token 'ON)(off pure-token 'OFF))|
    client pause|Stop processing commands from clients for some time|O(1)||||(timeout integer)(mode oneof @6.2.0 ?(write pure-token 'WRITE)(all pure-token 'ALL))|6.2.0 `CLIENT PAUSE WRITE` mode added along with the `mode` option.
    client reply|Instruct the server whether to reply to commands|O(1)||||(on_off_skip oneof(on pure-token 'ON)(off pure-token 'OFF)(skip pure-token 'SKIP))|
    client setname|Set the current connection name|O(1)||||(connection-name string)|
    client tracking|Enable or disable server assisted client side caching support|O(1). Some options may introduce additional complexity.||||(status oneof(on pure-token 'ON)(off pure-token 'OFF))(client-id integer 'REDIRECT ?)(prefix string 'PREFIX ? * +)(bcast pure-token 'BCAST ?)(optin pure-token 'OPTIN ?)(optout pure-token 'OPTOUT ?)(noloop pure-token 'NOLOOP ?)|
    client trackinginfo|Return information about server assisted client side caching for the current connection|O(1)|||||
    client unblock|Unblock a client blocked in a blocking command from a different connection|O(log N) where N is the number of client connections||||(client-id integer)(timeout_error oneof ?(timeout pure-token 'TIMEOUT)(error pure-token 'ERROR))|
    client unpause|Resume processing of clients that were paused|O(N) Where N is the number of paused clients|||||
    cluster|A container for cluster commands|Depends on subcommand.|||||
    cluster addslots|Assign new hash slots to receiving node|O(N) where N is the total number of hash slot arguments||||(slot integer *)|
    cluster addslotsrange|Assign new hash slots to receiving node|O(N) where N is the total number of the slots between the start slot and end slot arguments.||||(start-slot_end-slot block *(start-slot integer)(end-slot integer))|
    cluster bumpepoch|Advance the cluster config epoch|O(1)|||||
    cluster count-failure-reports|Return the number of failure reports active for a given node|O(N) where N is the number of failure reports||||(node-id string)|
    cluster countkeysinslot|Return the number of local keys in the specified hash slot|O(1)||||(slot integer)|
    cluster delslots|Set hash slots as unbound in receiving node|O(N) where N is the total number of hash slot arguments||||(slot integer *)|
    cluster delslotsrange|Set hash slots as unbound in receiving node|O(N) where N is the total number of the slots between the start slot and end slot arguments.||||(start-slot_end-slot block *(start-slot integer)(end-slot integer))|
    cluster failover|Forces a replica to perform a manual failover of its master.|O(1)||||(options oneof ?(force pure-token 'FORCE)(takeover pure-token 'TAKEOVER))|
    cluster flushslots|Delete a node's own slots information|O(1)|||||
    cluster forget|Remove a node from the nodes table|O(1)||||(node-id string)|
    cluster getkeysinslot|Return local key names in the specified hash slot|O(log(N)) where N is the number of requested keys||||(slot integer)(count integer)|
    cluster help|Show helpful text about the different subcommands|O(1)|||||
    cluster info|Provides info about Redis Cluster node state|O(1)|||||
    cluster keyslot|Returns the hash slot of the specified key|O(N) where N is the number of bytes in the key||||(key string)|
    cluster links|Returns a list of all TCP links to and from peer nodes in cluster|O(N) where N is the total number of Cluster nodes|||||
    cluster meet|Force a node cluster to handshake with another node|O(1)||||(ip string)(port integer)(cluster_bus_port integer @4.0.0 ?)|4.0.0 Added the optional `cluster_bus_port` argument.
    cluster myid|Return the node id|O(1)|||||
    cluster nodes|Get Cluster config for the node|O(N) where N is the total number of Cluster nodes|||||
    cluster replicas|List replica nodes of the specified master node|O(1)||||(node-id string)|
    cluster replicate|Reconfigure a node as a replica of the specified master node|O(1)||||(node-id string)|
    cluster reset|Reset a Redis Cluster node|O(N) where N is the number of known nodes. The command may execute a FLUSHALL as a side effect.||||(hard_soft oneof ?(hard pure-token 'HARD)(soft pure-token 'SOFT))|
    cluster saveconfig|Forces the node to save cluster state on disk|O(1)|||||
    cluster set-config-epoch|Set the configuration epoch in a new node|O(1)||||(config-epoch integer)|
    cluster setslot|Bind a hash slot to a specific node|O(1)||||(slot integer)(subcommand oneof(node-id string 'IMPORTING)(node-id string 'MIGRATING)(node-id string 'NODE)(stable pure-token 'STABLE))|
    cluster shards|Get array of cluster slots to node mappings|O(N) where N is the total number of cluster nodes|||||
    cluster slaves|List replica nodes of the specified master node|O(1)|deprecated|5.0.0|`CLUSTER REPLICAS`|(node-id string)|
    cluster slots|Get array of Cluster slot to node mappings|O(N) where N is the total number of Cluster nodes|deprecated|7.0.0|`CLUSTER SHARDS`||4.0.0 Added node IDs.;;7.0.0 Added additional networking metadata field.
    command|Get array of Redis command details|O(N) where N is the total number of Redis commands|||||
    command count|Get total number of Redis commands|O(1)|||||
    command docs|Get array of specific Redis command documentation|O(N) where N is the number of commands to look up||||(command-name string ? *)|
    command getkeys|Extract keys given a full Redis command|O(N) where N is the number of arguments to the command|||||
    command getkeysandflags|Extract keys and access flags given a full Redis command|O(N) where N is the number of arguments to the command|||||
    command help|Show helpful text about the different subcommands|O(1)|||||
    command info|Get array of specific Redis command details, or all when no argument is given.|O(N) where N is the number of commands to look up||||(command-name string ? *)|7.0.0 Allowed to be called with no argument to get info on all commands.
    command list|Get an array of Redis command names|O(N) where N is the total number of Redis commands||||(filterby oneof 'FILTERBY ?(module-name string 'MODULE)(category string 'ACLCAT)(pattern pattern 'PATTERN))|
    config|A container for server configuration commands|Depends on subcommand.|||||
    config get|Get the values of configuration parameters|O(N) when N is the number of configuration parameters provided||||(parameter block *(parameter string))|7.0.0 Added the ability to pass multiple pattern parameters in one call
    config help|Show helpful text about the different subcommands|O(1)|||||
    config resetstat|Reset the stats returned by INFO|O(1)|||||
    config rewrite|Rewrite the configuration file with the in memory configuration|O(1)|||||
    config set|Set configuration parameters to the given values|O(N) when N is the number of configuration parameters provided||||(parameter_value block *(parameter string)(value string))|7.0.0 Added the ability to set multiple parameters in one call.
    copy|Copy a key|O(N) worst case for collections, where N is the number of nested items. O(1) for string values.||||(source key #0)(destination key #1)(destination-db integer 'DB ?)(replace pure-token 'REPLACE ?)|
    dbsize|Return the number of keys in the selected database|O(1)|||||
    debug|A container for debugging commands|Depends on subcommand.|syscmd||||
    decr|Decrement the integer value of a key by one|O(1)||||(key key #0)|
    decrby|Decrement the integer value of a key by the given number|O(1)||||(key key #0)(decrement integer)|
    del|Delete a key|O(N) where N is the number of keys that will be removed. When a key to remove holds a value other than a string, the individual complexity for this key is O(M) where M is the number of elements in the list, set, sorted set or hash. Removing a single key that holds a string value is O(1).||||(key key #0 *)|
    discard|Discard all commands issued after MULTI|O(N), when N is the number of queued commands|||||
    dump|Return a serialized version of the value stored at the specified key.|O(1) to access the key and additional O(N*M) to serialize it, where N is the number of Redis objects composing the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1).||||(key key #0)|
    echo|Echo the given string|O(1)||||(message string)|
    eval|Execute a Lua script server side|Depends on the script that is executed.||||(script string)(numkeys integer)(key key #0 ? *)(arg string ? *)|
    eval_ro|Execute a read-only Lua script server side|Depends on the script that is executed.||||(script string)(numkeys integer)(key key #0 ? *)(arg string ? *)|
    evalsha|Execute a Lua script server side|Depends on the script that is executed.||||(sha1 string)(numkeys integer)(key key #0 ? *)(arg string ? *)|
    evalsha_ro|Execute a read-only Lua script server side|Depends on the script that is executed.||||(sha1 string)(numkeys integer)(key key #0 ? *)(arg string ? *)|
    exec|Execute all commands issued after MULTI|Depends on commands in the transaction|||||
    exists|Determine if a key exists|O(N) where N is the number of keys to check.||||(key key #0 *)|3.0.3 Accepts multiple `key` arguments.
    expire|Set a key's time to live in seconds|O(1)||||(key key #0)(seconds integer)(condition oneof @7.0.0 ?(nx pure-token 'NX)(xx pure-token 'XX)(gt pure-token 'GT)(lt pure-token 'LT))|7.0.0 Added options: `NX`, `XX`, `GT` and `LT`.
    expireat|Set the expiration for a key as a UNIX timestamp|O(1)||||(key key #0)(unix-time-seconds unix-time)(condition oneof @7.0.0 ?(nx pure-token 'NX)(xx pure-token 'XX)(gt pure-token 'GT)(lt pure-token 'LT))|7.0.0 Added options: `NX`, `XX`, `GT` and `LT`.
    expiretime|Get the expiration Unix timestamp for a key|O(1)||||(key key #0)|
    failover|Start a coordinated failover between this server and one of its replicas.|O(1)||||(target block 'TO ?(host string)(port integer)(force pure-token 'FORCE ?))(abort pure-token 'ABORT ?)(milliseconds integer 'TIMEOUT ?)|
    fcall|Invoke a function|Depends on the function that is executed.||||(function string)(numkeys integer)(key key #0 ? *)(arg string ? *)|
    fcall_ro|Invoke a read-only function|Depends on the function that is executed.||||(function string)(numkeys integer)(key key #0 ? *)(arg string ? *)|
    flushall|Remove all keys from all databases|O(N) where N is the total number of keys in all databases||||(async oneof ?(async pure-token 'ASYNC @4.0.0)(sync pure-token 'SYNC @6.2.0))|4.0.0 Added the `ASYNC` flushing mode modifier.;;6.2.0 Added the `SYNC` flushing mode modifier.
    flushdb|Remove all keys from the current database|O(N) where N is the number of keys in the selected database||||(async oneof ?(async pure-token 'ASYNC @4.0.0)(sync pure-token 'SYNC @6.2.0))|4.0.0 Added the `ASYNC` flushing mode modifier.;;6.2.0 Added the `SYNC` flushing mode modifier.
    function|A container for function commands|Depends on subcommand.|||||
    function delete|Delete a function by name|O(1)||||(library-name string)|
    function dump|Dump all functions into a serialized binary payload|O(N) where N is the number of functions|||||
    function flush|Deleting all functions|O(N) where N is the number of functions deleted||||(async oneof ?(async pure-token 'ASYNC)(sync pure-token 'SYNC))|
    function help|Show helpful text about the different subcommands|O(1)|||||
    function kill|Kill the function currently in execution.|O(1)|||||
    function list|List information about all the functions|O(N) where N is the number of functions||||(library-name-pattern string 'LIBRARYNAME ?)(withcode pure-token 'WITHCODE ?)|
    function load|Create a function with the given arguments (name, code, description)|O(1) (considering compilation time is redundant)||||(replace pure-token 'REPLACE ?)(function-code string)|
    function restore|Restore all the functions on the given payload|O(N) where N is the number of functions on the payload||||(serialized-value string)(policy oneof ?(flush pure-token 'FLUSH)(append pure-token 'APPEND)(replace pure-token 'REPLACE))|
    function stats|Return information about the function currently running (name, description, duration)|O(1)|||||
    geoadd|Add one or more geospatial items in the geospatial index represented using a sorted set|O(log(N)) for each item added, where N is the number of elements in the sorted set.||||(key key #0)(condition oneof @6.2.0 ?(nx pure-token 'NX)(xx pure-token 'XX))(change pure-token 'CH @6.2.0 ?)(longitude_latitude_member block *(longitude double)(latitude double)(member string))|6.2.0 Added the `CH`, `NX` and `XX` options.
    geodist|Returns the distance between two members of a geospatial index|O(log(N))||||(key key #0)(member1 string)(member2 string)(unit oneof ?(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))|
    geohash|Returns members of a geospatial index as standard geohash strings|O(log(N)) for each member requested, where N is the number of elements in the sorted set.||||(key key #0)(member string *)|
    geopos|Returns longitude and latitude of members of a geospatial index|O(N) where N is the number of members requested.||||(key key #0)(member string *)|
    georadius|Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a point|O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.|deprecated|6.2.0|`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument|(key key #0)(longitude double)(latitude double)(radius double)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))(withcoord pure-token 'WITHCOORD ?)(withdist pure-token 'WITHDIST ?)(withhash pure-token 'WITHHASH ?)(count block ?(count integer 'COUNT)(any pure-token 'ANY @6.2.0 ?))(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))(key key #1 'STORE ?)(key key #2 'STOREDIST ?)|6.2.0 Added the `ANY` option for `COUNT`.;;7.0.0 Added support for uppercase unit names.
    georadius_ro|A read-only variant for GEORADIUS|O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.|deprecated|6.2.0|`GEOSEARCH` with the `BYRADIUS` argument|(key key #0)(longitude double)(latitude double)(radius double)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))(withcoord pure-token 'WITHCOORD ?)(withdist pure-token 'WITHDIST ?)(withhash pure-token 'WITHHASH ?)(count block ?(count integer 'COUNT)(any pure-token 'ANY @6.2.0 ?))(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))|6.2.0 Added the `ANY` option for `COUNT`.
    georadiusbymember|Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a member|O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.|deprecated|6.2.0|`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments|(key key #0)(member string)(radius double)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))(withcoord pure-token 'WITHCOORD ?)(withdist pure-token 'WITHDIST ?)(withhash pure-token 'WITHHASH ?)(count block ?(count integer 'COUNT)(any pure-token 'ANY ?))(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))(key key #1 'STORE ?)(key key #2 'STOREDIST ?)|7.0.0 Added support for uppercase unit names.
    georadiusbymember_ro|A read-only variant for GEORADIUSBYMEMBER|O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.|deprecated|6.2.0|`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments|(key key #0)(member string)(radius double)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))(withcoord pure-token 'WITHCOORD ?)(withdist pure-token 'WITHDIST ?)(withhash pure-token 'WITHHASH ?)(count block ?(count integer 'COUNT)(any pure-token 'ANY ?))(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))|
    geosearch|Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle.|O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape provided as the filter and M is the number of items inside the shape||||(key key #0)(from oneof(member string 'FROMMEMBER)(longitude_latitude block 'FROMLONLAT(longitude double)(latitude double)))(by oneof(circle block(radius double 'BYRADIUS)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI)))(box block(width double 'BYBOX)(height double)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))))(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))(count block ?(count integer 'COUNT)(any pure-token 'ANY ?))(withcoord pure-token 'WITHCOORD ?)(withdist pure-token 'WITHDIST ?)(withhash pure-token 'WITHHASH ?)|7.0.0 Added support for uppercase unit names.
    geosearchstore|Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and store the result in another key.|O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape provided as the filter and M is the number of items inside the shape||||(destination key #0)(source key #1)(from oneof(member string 'FROMMEMBER)(longitude_latitude block 'FROMLONLAT(longitude double)(latitude double)))(by oneof(circle block(radius double 'BYRADIUS)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI)))(box block(width double 'BYBOX)(height double)(unit oneof(m pure-token 'M)(km pure-token 'KM)(ft pure-token 'FT)(mi pure-token 'MI))))(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))(count block ?(count integer 'COUNT)(any pure-token 'ANY ?))(storedist pure-token 'STOREDIST ?)|7.0.0 Added support for uppercase unit names.
    get|Get the value of a key|O(1)||||(key key #0)|
    getbit|Returns the bit value at offset in the string value stored at key|O(1)||||(key key #0)(offset integer)|
    getdel|Get the value of a key and delete the key|O(1)||||(key key #0)|
    getex|Get the value of a key and optionally set its expiration|O(1)||||(key key #0)(expiration oneof ?(seconds integer 'EX)(milliseconds integer 'PX)(unix-time-seconds unix-time 'EXAT)(unix-time-milliseconds unix-time 'PXAT)(persist pure-token 'PERSIST))|
    getrange|Get a substring of the string stored at a key|O(N) where N is the length of the returned string. The complexity is ultimately determined by the returned length, but because creating a substring from an existing string is very cheap, it can be considered O(1) for small strings.||||(key key #0)(start integer)(end integer)|
    getset|Set the string value of a key and return its old value|O(1)|deprecated|6.2.0|`SET` with the `!GET` argument|(key key #0)(value string)|
    hdel|Delete one or more hash fields|O(N) where N is the number of fields to be removed.||||(key key #0)(field string *)|2.4.0 Accepts multiple `field` arguments.
    hello|Handshake with Redis|O(1)||||(arguments block ?(protover integer)(username_password block 'AUTH ?(username string)(password string))(clientname string 'SETNAME ?))|6.2.0 `protover` made optional; when called without arguments the command reports the current connection's context.
    hexists|Determine if a hash field exists|O(1)||||(key key #0)(field string)|
    hget|Get the value of a hash field|O(1)||||(key key #0)(field string)|
    hgetall|Get all the fields and values in a hash|O(N) where N is the size of the hash.||||(key key #0)|
    hincrby|Increment the integer value of a hash field by the given number|O(1)||||(key key #0)(field string)(increment integer)|
    hincrbyfloat|Increment the float value of a hash field by the given amount|O(1)||||(key key #0)(field string)(increment double)|
    hkeys|Get all the fields in a hash|O(N) where N is the size of the hash.||||(key key #0)|
    hlen|Get the number of fields in a hash|O(1)||||(key key #0)|
    hmget|Get the values of all the given hash fields|O(N) where N is the number of fields being requested.||||(key key #0)(field string *)|
    hmset|Set multiple hash fields to multiple values|O(N) where N is the number of fields being set.|deprecated|4.0.0|`HSET` with multiple field-value pairs|(key key #0)(field_value block *(field string)(value string))|
    hrandfield|Get one or multiple random fields from a hash|O(N) where N is the number of fields returned||||(key key #0)(options block ?(count integer)(withvalues pure-token 'WITHVALUES ?))|
    hscan|Incrementally iterate hash fields and associated values|O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection..||||(key key #0)(cursor integer)(pattern pattern 'MATCH ?)(count integer 'COUNT ?)|
    hset|Set the string value of a hash field|O(1) for each field/value pair added, so O(N) to add N field/value pairs when the command is called with multiple field/value pairs.||||(key key #0)(field_value block *(field string)(value string))|4.0.0 Accepts multiple `field` and `value` arguments.
    hsetnx|Set the value of a hash field, only if the field does not exist|O(1)||||(key key #0)(field string)(value string)|
    hstrlen|Get the length of the value of a hash field|O(1)||||(key key #0)(field string)|
    hvals|Get all the values in a hash|O(N) where N is the size of the hash.||||(key key #0)|
    incr|Increment the integer value of a key by one|O(1)||||(key key #0)|
    incrby|Increment the integer value of a key by the given amount|O(1)||||(key key #0)(increment integer)|
    incrbyfloat|Increment the float value of a key by the given amount|O(1)||||(key key #0)(increment double)|
    info|Get information and statistics about the server|O(1)||||(section string ? *)|7.0.0 Added support for taking multiple section arguments.
    keys|Find all keys matching the given pattern|O(N) with N being the number of keys in the database, under the assumption that the key names in the database and the given pattern have limited length.||||(pattern pattern)|
    lastsave|Get the UNIX time stamp of the last successful save to disk|O(1)|||||
    latency|A container for latency diagnostics commands|Depends on subcommand.|||||
    latency doctor|Return a human readable latency analysis report.|O(1)|||||
    latency graph|Return a latency graph for the event.|O(1)||||(event string)|
    latency help|Show helpful text about the different subcommands.|O(1)|||||
    latency histogram|Return the cumulative distribution of latencies of a subset of commands or all.|O(N) where N is the number of commands with latency information being retrieved.||||(command string ? *)|
    latency history|Return timestamp-latency samples for the event.|O(1)||||(event string)|
    latency latest|Return the latest latency samples for all events.|O(1)|||||
    latency reset|Reset latency data for one or more events.|O(1)||||(event string ? *)|
    lcs|Find longest common substring|O(N*M) where N and M are the lengths of s1 and s2, respectively||||(key1 key #0)(key2 key #0)(len pure-token 'LEN ?)(idx pure-token 'IDX ?)(len integer 'MINMATCHLEN ?)(withmatchlen pure-token 'WITHMATCHLEN ?)|
    lindex|Get an element from a list by its index|O(N) where N is the number of elements to traverse to get to the element at index. This makes asking for the first or the last element of the list O(1).||||(key key #0)(index integer)|
    linsert|Insert an element before or after another element in a list|O(N) where N is the number of elements to traverse before seeing the value pivot. This means that inserting somewhere on the left end on the list (head) can be considered O(1) and inserting somewhere on the right end (tail) is O(N).||||(key key #0)(where oneof(before pure-token 'BEFORE)(after pure-token 'AFTER))(pivot string)(element string)|
    llen|Get the length of a list|O(1)||||(key key #0)|
    lmove|Pop an element from a list, push it to another list and return it|O(1)||||(source key #0)(destination key #1)(wherefrom oneof(left pure-token 'LEFT)(right pure-token 'RIGHT))(whereto oneof(left pure-token 'LEFT)(right pure-token 'RIGHT))|
    lmpop|Pop elements from a list|O(N+M) where N is the number of provided keys and M is the number of elements returned.||||(numkeys integer)(key key #0 *)(where oneof(left pure-token 'LEFT)(right pure-token 'RIGHT))(count integer 'COUNT ?)|
    lolwut|Display some computer art and the Redis version|||||(version integer 'VERSION ?)|
    lpop|Remove and get the first elements in a list|O(N) where N is the number of elements returned||||(key key #0)(count integer @6.2.0 ?)|6.2.0 Added the `count` argument.
    lpos|Return the index of matching elements on a list|O(N) where N is the number of elements in the list, for the average case. When searching for elements near the head or the tail of the list, or when the MAXLEN option is provided, the command may run in constant time.||||(key key #0)(element string)(rank integer 'RANK ?)(num-matches integer 'COUNT ?)(len integer 'MAXLEN ?)|
    lpush|Prepend one or multiple elements to a list|O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.||||(key key #0)(element string *)|2.4.0 Accepts multiple `element` arguments.
    lpushx|Prepend an element to a list, only if the list exists|O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.||||(key key #0)(element string *)|4.0.0 Accepts multiple `element` arguments.
    lrange|Get a range of elements from a list|O(S+N) where S is the distance of start offset from HEAD for small lists, from nearest end (HEAD or TAIL) for large lists; and N is the number of elements in the specified range.||||(key key #0)(start integer)(stop integer)|
    lrem|Remove elements from a list|O(N+M) where N is the length of the list and M is the number of elements removed.||||(key key #0)(count integer)(element string)|
    lset|Set the value of an element in a list by its index|O(N) where N is the length of the list. Setting either the first or the last element of the list is O(1).||||(key key #0)(index integer)(element string)|
    ltrim|Trim a list to the specified range|O(N) where N is the number of elements to be removed by the operation.||||(key key #0)(start integer)(stop integer)|
    memory|A container for memory diagnostics commands|Depends on subcommand.|||||
    memory doctor|Outputs memory problems report|O(1)|||||
    memory help|Show helpful text about the different subcommands|O(1)|||||
    memory malloc-stats|Show allocator internal stats|Depends on how much memory is allocated, could be slow|||||
    memory purge|Ask the allocator to release memory|Depends on how much memory is allocated, could be slow|||||
    memory stats|Show memory usage details|O(1)|||||
    memory usage|Estimate the memory usage of a key|O(N) where N is the number of samples.||||(key key #0)(count integer 'SAMPLES ?)|
    mget|Get the values of all the given keys|O(N) where N is the number of keys to retrieve.||||(key key #0 *)|
    migrate|Atomically transfer a key from a Redis instance to another one.|This command actually executes a DUMP+DEL in the source instance, and a RESTORE in the target instance. See the pages of these commands for time complexity. Also an O(N) data transfer between the two instances is performed.||||(host string)(port integer)(key_or_empty_string oneof(key key #0)(empty_string pure-token '))(destination-db integer)(timeout integer)(copy pure-token 'COPY @3.0.0 ?)(replace pure-token 'REPLACE @3.0.0 ?)(authentication oneof ?(password string 'AUTH @4.0.7 ?)(username_password block 'AUTH2 @6.0.0 ?(username string)(password string)))(key key #1 'KEYS @3.0.6 ? *)|3.0.0 Added the `COPY` and `REPLACE` options.;;3.0.6 Added the `KEYS` option.;;4.0.7 Added the `AUTH` option.;;6.0.0 Added the `AUTH2` option.
    module|A container for module commands|Depends on subcommand.|||||
    module help|Show helpful text about the different subcommands|O(1)|||||
    module list|List all modules loaded by the server|O(N) where N is the number of loaded modules.|||||
    module load|Load a module|O(1)||||(path string)(arg string ? *)|
    module loadex|Load a module with extended parameters|O(1)||||(path string)(configs block 'CONFIG ? * +(name string)(value string))(args block 'ARGS ? *(arg string))|
    module unload|Unload a module|O(1)||||(name string)|
    monitor|Listen for all requests received by the server in real time||||||
    move|Move a key to another database|O(1)||||(key key #0)(db integer)|
    mset|Set multiple keys to multiple values|O(N) where N is the number of keys to set.||||(key_value block *(key key #0)(value string))|
    msetnx|Set multiple keys to multiple values, only if none of the keys exist|O(N) where N is the number of keys to set.||||(key_value block *(key key #0)(value string))|
    multi|Mark the start of a transaction block|O(1)|||||
    object|A container for object introspection commands|Depends on subcommand.|||||
    object encoding|Inspect the internal encoding of a Redis object|O(1)||||(key key #0)|
    object freq|Get the logarithmic access frequency counter of a Redis object|O(1)||||(key key #0)|
    object help|Show helpful text about the different subcommands|O(1)|||||
    object idletime|Get the time since a Redis object was last accessed|O(1)||||(key key #0)|
    object refcount|Get the number of references to the value of the key|O(1)||||(key key #0)|
    persist|Remove the expiration from a key|O(1)||||(key key #0)|
    pexpire|Set a key's time to live in milliseconds|O(1)||||(key key #0)(milliseconds integer)(condition oneof @7.0.0 ?(nx pure-token 'NX)(xx pure-token 'XX)(gt pure-token 'GT)(lt pure-token 'LT))|7.0.0 Added options: `NX`, `XX`, `GT` and `LT`.
    pexpireat|Set the expiration for a key as a UNIX timestamp specified in milliseconds|O(1)||||(key key #0)(unix-time-milliseconds unix-time)(condition oneof @7.0.0 ?(nx pure-token 'NX)(xx pure-token 'XX)(gt pure-token 'GT)(lt pure-token 'LT))|7.0.0 Added options: `NX`, `XX`, `GT` and `LT`.
    pexpiretime|Get the expiration Unix timestamp for a key in milliseconds|O(1)||||(key key #0)|
    pfadd|Adds the specified elements to the specified HyperLogLog.|O(1) to add every element.||||(key key #0)(element string ? *)|
    pfcount|Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s).|O(1) with a very small average constant time when called with a single key. O(N) with N being the number of keys, and much bigger constant times, when called with multiple keys.||||(key key #0 *)|
    pfdebug|Internal commands for debugging HyperLogLog values|N/A|syscmd|||(subcommand string)(key key #0)|
    pfmerge|Merge N different HyperLogLogs into a single one.|O(N) to merge N HyperLogLogs, but with high constant times.||||(destkey key #0)(sourcekey key #1 *)|
    pfselftest|An internal command for testing HyperLogLog values|N/A|syscmd||||
    ping|Ping the server|O(1)||||(message string ?)|
    psetex|Set the value and expiration in milliseconds of a key|O(1)||||(key key #0)(milliseconds integer)(value string)|
    psubscribe|Listen for messages published to channels matching the given patterns|O(N) where N is the number of patterns the client is already subscribed to.||||(pattern block *(pattern pattern))|
    psync|Internal command used for replication|||||(replicationid string)(offset integer)|
    pttl|Get the time to live for a key in milliseconds|O(1)||||(key key #0)|2.8.0 Added the -2 reply.
    publish|Post a message to a channel|O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total number of subscribed patterns (by any client).||||(channel string)(message string)|
    pubsub|A container for Pub/Sub commands|Depends on subcommand.|||||
    pubsub channels|List active channels|O(N) where N is the number of active channels, and assuming constant time pattern matching (relatively short channels and patterns)||||(pattern pattern ?)|
    pubsub help|Show helpful text about the different subcommands|O(1)|||||
    pubsub numpat|Get the count of unique patterns pattern subscriptions|O(1)|||||
    pubsub numsub|Get the count of subscribers for channels|O(N) for the NUMSUB subcommand, where N is the number of requested channels||||(channel string ? *)|
    pubsub shardchannels|List active shard channels|O(N) where N is the number of active shard channels, and assuming constant time pattern matching (relatively short shard channels).||||(pattern pattern ?)|
    pubsub shardnumsub|Get the count of subscribers for shard channels|O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels||||(shardchannel string ? *)|
    punsubscribe|Stop listening for messages posted to channels matching the given patterns|O(N+M) where N is the number of patterns the client is already subscribed and M is the number of total patterns subscribed in the system (by any client).||||(pattern pattern ? *)|
    quit|Close the connection|O(1)|||||
    randomkey|Return a random key from the keyspace|O(1)|||||
    readonly|Enables read queries for a connection to a cluster replica node|O(1)|||||
    readwrite|Disables read queries for a connection to a cluster replica node|O(1)|||||
    rename|Rename a key|O(1)||||(key key #0)(newkey key #1)|
    renamenx|Rename a key, only if the new key does not exist|O(1)||||(key key #0)(newkey key #1)|3.2.0 The command no longer returns an error when source and destination names are the same.
    replconf|An internal command for configuring the replication stream|O(1)|syscmd||||
    replicaof|Make the server a replica of another instance, or promote it as master.|O(1)||||(args oneof(host-port block(host string)(port integer))(no-one block(no pure-token 'NO)(one pure-token 'ONE)))|
    reset|Reset the connection|O(1)|||||
    restore|Create a key using the provided serialized value, previously obtained using DUMP.|O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is the number of Redis objects composing the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).||||(key key #0)(ttl integer)(serialized-value string)(replace pure-token 'REPLACE @3.0.0 ?)(absttl pure-token 'ABSTTL @5.0.0 ?)(seconds integer 'IDLETIME @5.0.0 ?)(frequency integer 'FREQ @5.0.0 ?)|3.0.0 Added the `REPLACE` modifier.;;5.0.0 Added the `ABSTTL` modifier.;;5.0.0 Added the `IDLETIME` and `FREQ` options.
    restore-asking|An internal command for migrating keys in a cluster|O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is the number of Redis objects composing the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).|syscmd|||(key key #0)(ttl integer)(serialized-value string)(replace pure-token 'REPLACE @3.0.0 ?)(absttl pure-token 'ABSTTL @5.0.0 ?)(seconds integer 'IDLETIME @5.0.0 ?)(frequency integer 'FREQ @5.0.0 ?)|3.0.0 Added the `REPLACE` modifier.;;5.0.0 Added the `ABSTTL` modifier.;;5.0.0 Added the `IDLETIME` and `FREQ` options.
    role|Return the role of the instance in the context of replication|O(1)|||||
    rpop|Remove and get the last elements in a list|O(N) where N is the number of elements returned||||(key key #0)(count integer @6.2.0 ?)|6.2.0 Added the `count` argument.
    rpoplpush|Remove the last element in a list, prepend it to another list and return it|O(1)|deprecated|6.2.0|`LMOVE` with the `RIGHT` and `LEFT` arguments|(source key #0)(destination key #1)|
    rpush|Append one or multiple elements to a list|O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.||||(key key #0)(element string *)|2.4.0 Accepts multiple `element` arguments.
    rpushx|Append an element to a list, only if the list exists|O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.||||(key key #0)(element string *)|4.0.0 Accepts multiple `element` arguments.
    sadd|Add one or more members to a set|O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.||||(key key #0)(member string *)|2.4.0 Accepts multiple `member` arguments.
    save|Synchronously save the dataset to disk|O(N) where N is the total number of keys in all databases|||||
    scan|Incrementally iterate the keys space|O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.||||(cursor integer)(pattern pattern 'MATCH ?)(count integer 'COUNT ?)(type string 'TYPE @6.0.0 ?)|6.0.0 Added the `TYPE` subcommand.
    scard|Get the number of members in a set|O(1)||||(key key #0)|
    script|A container for Lua scripts management commands|Depends on subcommand.|||||
    script debug|Set the debug mode for executed scripts.|O(1)||||(mode oneof(yes pure-token 'YES)(sync pure-token 'SYNC)(no pure-token 'NO))|
    script exists|Check existence of scripts in the script cache.|O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).||||(sha1 string *)|
    script flush|Remove all the scripts from the script cache.|O(N) with N being the number of scripts in cache||||(async oneof @6.2.0 ?(async pure-token 'ASYNC)(sync pure-token 'SYNC))|6.2.0 Added the `ASYNC` and `SYNC` flushing mode modifiers.
    script help|Show helpful text about the different subcommands|O(1)|||||
    script kill|Kill the script currently in execution.|O(1)|||||
    script load|Load the specified Lua script into the script cache.|O(N) with N being the length in bytes of the script body.||||(script string)|
    sdiff|Subtract multiple sets|O(N) where N is the total number of elements in all given sets.||||(key key #0 *)|
    sdiffstore|Subtract multiple sets and store the resulting set in a key|O(N) where N is the total number of elements in all given sets.||||(destination key #0)(key key #1 *)|
    select|Change the selected database for the current connection|O(1)||||(index integer)|
    set|Set the string value of a key|O(1)||||(key key #0)(value string)(condition oneof @2.6.12 ?(nx pure-token 'NX)(xx pure-token 'XX))(get pure-token 'GET @6.2.0 ?)(expiration oneof ?(seconds integer 'EX @2.6.12)(milliseconds integer 'PX @2.6.12)(unix-time-seconds unix-time 'EXAT @6.2.0)(unix-time-milliseconds unix-time 'PXAT @6.2.0)(keepttl pure-token 'KEEPTTL @6.0.0))|2.6.12 Added the `EX`, `PX`, `NX` and `XX` options.;;6.0.0 Added the `KEEPTTL` option.;;6.2.0 Added the `GET`, `EXAT` and `PXAT` option.;;7.0.0 Allowed the `NX` and `GET` options to be used together.
    setbit|Sets or clears the bit at offset in the string value stored at key|O(1)||||(key key #0)(offset integer)(value integer)|
    setex|Set the value and expiration of a key|O(1)||||(key key #0)(seconds integer)(value string)|
    setnx|Set the value of a key, only if the key does not exist|O(1)||||(key key #0)(value string)|
    setrange|Overwrite part of a string at key starting at the specified offset|O(1), not counting the time taken to copy the new string in place. Usually, this string is very small so the amortized complexity is O(1). Otherwise, complexity is O(M) with M being the length of the value argument.||||(key key #0)(offset integer)(value string)|
    shutdown|Synchronously save the dataset to disk and then shut down the server|O(N) when saving, where N is the total number of keys in all databases when saving data, otherwise O(1)||||(nosave_save oneof ?(nosave pure-token 'NOSAVE)(save pure-token 'SAVE))(now pure-token 'NOW @7.0.0 ?)(force pure-token 'FORCE @7.0.0 ?)(abort pure-token 'ABORT @7.0.0 ?)|7.0.0 Added the `NOW`, `FORCE` and `ABORT` modifiers.
    sinter|Intersect multiple sets|O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.||||(key key #0 *)|
    sintercard|Intersect multiple sets and return the cardinality of the result|O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.||||(numkeys integer)(key key #0 *)(limit integer 'LIMIT ?)|
    sinterstore|Intersect multiple sets and store the resulting set in a key|O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.||||(destination key #0)(key key #1 *)|
    sismember|Determine if a given value is a member of a set|O(1)||||(key key #0)(member string)|
    slaveof|Make the server a replica of another instance, or promote it as master.|O(1)|deprecated|5.0.0|`REPLICAOF`|(args oneof(host-port block(host string)(port integer))(no-one block(no pure-token 'NO)(one pure-token 'ONE)))|
    slowlog|A container for slow log commands|Depends on subcommand.|||||
    slowlog get|Get the slow log's entries|O(N) where N is the number of entries returned||||(count integer ?)|4.0.0 Added client IP address, port and name to the reply.
    slowlog help|Show helpful text about the different subcommands|O(1)|||||
    slowlog len|Get the slow log's length|O(1)|||||
    slowlog reset|Clear all entries from the slow log|O(N) where N is the number of entries in the slowlog|||||
    smembers|Get all the members in a set|O(N) where N is the set cardinality.||||(key key #0)|
    smismember|Returns the membership associated with the given elements for a set|O(N) where N is the number of elements being checked for membership||||(key key #0)(member string *)|
    smove|Move a member from one set to another|O(1)||||(source key #0)(destination key #1)(member string)|
    sort|Sort the elements in a list, set or sorted set|O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned elements. When the elements are not sorted, complexity is O(N).||||(key key #0)(pattern pattern #1 'BY ?)(offset_count block 'LIMIT ?(offset integer)(count integer))(pattern pattern #1 'GET ? * +)(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))(sorting pure-token 'ALPHA ?)(destination key #2 'STORE ?)|
    sort_ro|Sort the elements in a list, set or sorted set. Read-only variant of SORT.|O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned elements. When the elements are not sorted, complexity is O(N).||||(key key #0)(pattern pattern #1 'BY ?)(offset_count block 'LIMIT ?(offset integer)(count integer))(pattern pattern #1 'GET ? * +)(order oneof ?(asc pure-token 'ASC)(desc pure-token 'DESC))(sorting pure-token 'ALPHA ?)|
    spop|Remove and return one or multiple random members from a set|Without the count argument O(1), otherwise O(N) where N is the value of the passed count.||||(key key #0)(count integer @3.2.0 ?)|3.2.0 Added the `count` argument.
    spublish|Post a message to a shard channel|O(N) where N is the number of clients subscribed to the receiving shard channel.||||(shardchannel string)(message string)|
    srandmember|Get one or multiple random members from a set|Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.||||(key key #0)(count integer @2.6.0 ?)|2.6.0 Added the optional `count` argument.
    srem|Remove one or more members from a set|O(N) where N is the number of members to be removed.||||(key key #0)(member string *)|2.4.0 Accepts multiple `member` arguments.
    sscan|Incrementally iterate Set elements|O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection..||||(key key #0)(cursor integer)(pattern pattern 'MATCH ?)(count integer 'COUNT ?)|
    ssubscribe|Listen for messages published to the given shard channels|O(N) where N is the number of shard channels to subscribe to.||||(shardchannel string *)|
    strlen|Get the length of the value stored in a key|O(1)||||(key key #0)|
    subscribe|Listen for messages published to the given channels|O(N) where N is the number of channels to subscribe to.||||(channel string *)|
    substr|Get a substring of the string stored at a key|O(N) where N is the length of the returned string. The complexity is ultimately determined by the returned length, but because creating a substring from an existing string is very cheap, it can be considered O(1) for small strings.|deprecated|2.0.0|`GETRANGE`|(key key #0)(start integer)(end integer)|
    sunion|Add multiple sets|O(N) where N is the total number of elements in all given sets.||||(key key #0 *)|
    sunionstore|Add multiple sets and store the resulting set in a key|O(N) where N is the total number of elements in all given sets.||||(destination key #0)(key key #1 *)|
    sunsubscribe|Stop listening for messages posted to the given shard channels|O(N) where N is the number of clients already subscribed to a shard channel.||||(shardchannel string ? *)|
    swapdb|Swaps two Redis databases|O(N) where N is the count of clients watching or blocking on keys from both databases.||||(index1 integer)(index2 integer)|
    sync|Internal command used for replication||||||
    time|Return the current server time|O(1)|||||
    touch|Alters the last access time of a key(s). Returns the number of existing keys specified.|O(N) where N is the number of keys that will be touched.||||(key key #0 *)|
    ttl|Get the time to live for a key in seconds|O(1)||||(key key #0)|2.8.0 Added the -2 reply.
    type|Determine the type stored at key|O(1)||||(key key #0)|
    unlink|Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking.|O(1) for each key removed regardless of its size. Then the command does O(N) work in a different thread in order to reclaim memory, where N is the number of allocations the deleted objects where composed of.||||(key key #0 *)|
    unsubscribe|Stop listening for messages posted to the given channels|O(N) where N is the number of clients already subscribed to a channel.||||(channel string ? *)|
    unwatch|Forget about all watched keys|O(1)|||||
    wait|Wait for the synchronous replication of all the write commands sent in the context of the current connection|O(1)||||(numreplicas integer)(timeout integer)|
    watch|Watch the given keys to determine execution of the MULTI/EXEC block|O(1) for every key.||||(key key #0 *)|
    xack|Marks a pending message as correctly processed, effectively removing it from the pending entries list of the consumer group. Return value of the command is the number of messages successfully acknowledged, that is, the IDs we were actually able to resolve in the PEL.|O(1) for each message ID processed.||||(key key #0)(group string)(id string *)|
    xadd|Appends a new entry to a stream|O(1) when adding a new entry, O(N) when trimming where N being the number of entries evicted.||||(key key #0)(nomkstream pure-token 'NOMKSTREAM @6.2.0 ?)(trim block ?(strategy oneof(maxlen pure-token 'MAXLEN)(minid pure-token 'MINID @6.2.0))(operator oneof ?(equal pure-token '=)(approximately pure-token '~))(threshold string)(count integer 'LIMIT @6.2.0 ?))(id_or_auto oneof(auto_id pure-token '*)(id string))(field_value block *(field string)(value string))|6.2.0 Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option.;;7.0.0 Added support for the `<ms>-*` explicit ID form.
    xautoclaim|Changes (or acquires) ownership of messages in a consumer group, as if the messages were delivered to the specified consumer.|O(1) if COUNT is small.||||(key key #0)(group string)(consumer string)(min-idle-time string)(start string)(count integer 'COUNT ?)(justid pure-token 'JUSTID ?)|7.0.0 Added an element to the reply array, containing deleted entries the command cleared from the PEL
    xclaim|Changes (or acquires) ownership of a message in a consumer group, as if the message was delivered to the specified consumer.|O(log N) with N being the number of messages in the PEL of the consumer group.||||(key key #0)(group string)(consumer string)(min-idle-time string)(id string *)(ms integer 'IDLE ?)(unix-time-milliseconds unix-time 'TIME ?)(count integer 'RETRYCOUNT ?)(force pure-token 'FORCE ?)(justid pure-token 'JUSTID ?)(id string 'LASTID ?)|
    xdel|Removes the specified entries from the stream. Returns the number of items actually deleted, that may be different from the number of IDs passed in case certain IDs do not exist.|O(1) for each single item to delete in the stream, regardless of the stream size.||||(key key #0)(id string *)|
    xgroup|A container for consumer groups commands|Depends on subcommand.|||||
    xgroup create|Create a consumer group.|O(1)||||(key key #0)(groupname string)(id oneof(id string)(new_id pure-token '$))(mkstream pure-token 'MKSTREAM ?)(entries_read integer 'ENTRIESREAD ?)|7.0.0 Added the `entries_read` named argument.
    xgroup createconsumer|Create a consumer in a consumer group.|O(1)||||(key key #0)(groupname string)(consumername string)|
    xgroup delconsumer|Delete a consumer from a consumer group.|O(1)||||(key key #0)(groupname string)(consumername string)|
    xgroup destroy|Destroy a consumer group.|O(N) where N is the number of entries in the group's pending entries list (PEL).||||(key key #0)(groupname string)|
    xgroup help|Show helpful text about the different subcommands|O(1)|||||
    xgroup setid|Set a consumer group to an arbitrary last delivered ID value.|O(1)||||(key key #0)(groupname string)(id oneof(id string)(new_id pure-token '$))(entries_read integer 'ENTRIESREAD ?)|7.0.0 Added the optional `entries_read` argument.
    xinfo|A container for stream introspection commands|Depends on subcommand.|||||
    xinfo consumers|List the consumers in a consumer group|O(1)||||(key key #0)(groupname string)|
    xinfo groups|List the consumer groups of a stream|O(1)||||(key key #0)|7.0.0 Added the `entries-read` and `lag` fields
    xinfo help|Show helpful text about the different subcommands|O(1)|||||
    xinfo stream|Get information about a stream|O(1)||||(key key #0)(full block 'FULL ?(count integer 'COUNT ?))|6.0.0 Added the `FULL` modifier.;;7.0.0 Added the `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag` fields
    xlen|Return the number of entries in a stream|O(1)||||(key key #0)|
    xpending|Return information and entries from a stream consumer group pending entries list, that are messages fetched but never acknowledged.|O(N) with N being the number of elements returned, so asking for a small fixed number of entries per call is O(1). O(M), where M is the total number of entries scanned when used with the IDLE filter. When the command returns just the summary and the list of consumers is small, it runs in O(1) time; otherwise, an additional O(N) time for iterating every consumer.||||(key key #0)(group string)(filters block ?(min-idle-time integer 'IDLE @6.2.0 ?)(start string)(end string)(count integer)(consumer string ?))|6.2.0 Added the `IDLE` option and exclusive range intervals.
    xrange|Return a range of elements in a stream, with IDs matching the specified IDs interval|O(N) with N being the number of elements being returned. If N is constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1).||||(key key #0)(start string)(end string)(count integer 'COUNT ?)|6.2.0 Added exclusive ranges.
    xread|Return never seen elements in multiple streams, with IDs greater than the ones reported by the caller for each stream. Can block.|For each stream mentioned: O(N) with N being the number of elements being returned, it means that XREAD-ing with a fixed COUNT is O(1). Note that when the BLOCK option is used, XADD will pay O(M) time in order to serve the M clients blocked on the stream getting new data.||||(count integer 'COUNT ?)(milliseconds integer 'BLOCK ?)(streams block 'STREAMS(key key #0 *)(id string *))|
    xreadgroup|Return new entries from a stream using a consumer group, or access the history of the pending entries for a given consumer. Can block.|For each stream mentioned: O(M) with M being the number of elements returned. If M is constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1). On the other side when XREADGROUP blocks, XADD will pay the O(N) time in order to serve the N clients blocked on the stream getting new data.||||(group_consumer block 'GROUP(group string)(consumer string))(count integer 'COUNT ?)(milliseconds integer 'BLOCK ?)(noack pure-token 'NOACK ?)(streams block 'STREAMS(key key #0 *)(id string *))|
    xrevrange|Return a range of elements in a stream, with IDs matching the specified IDs interval, in reverse order (from greater to smaller IDs) compared to XRANGE|O(N) with N being the number of elements returned. If N is constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1).||||(key key #0)(end string)(start string)(count integer 'COUNT ?)|6.2.0 Added exclusive ranges.
    xsetid|An internal command for replicating stream values|O(1)||||(key key #0)(last-id string)(entries_added integer 'ENTRIESADDED @7.0.0 ?)(max_deleted_entry_id string 'MAXDELETEDID @7.0.0 ?)|7.0.0 Added the `entries_added` and `max_deleted_entry_id` arguments.
    xtrim|Trims the stream to (approximately if '~' is passed) a certain size|O(N), with N being the number of evicted entries. Constant times are very small however, since entries are organized in macro nodes containing multiple entries that can be released with a single deallocation.||||(key key #0)(trim block(strategy oneof(maxlen pure-token 'MAXLEN)(minid pure-token 'MINID @6.2.0))(operator oneof ?(equal pure-token '=)(approximately pure-token '~))(threshold string)(count integer 'LIMIT @6.2.0 ?))|6.2.0 Added the `MINID` trimming strategy and the `LIMIT` option.
    zadd|Add one or more members to a sorted set, or update its score if it already exists|O(log(N)) for each item added, where N is the number of elements in the sorted set.||||(key key #0)(condition oneof @3.0.2 ?(nx pure-token 'NX)(xx pure-token 'XX))(comparison oneof @6.2.0 ?(gt pure-token 'GT)(lt pure-token 'LT))(change pure-token 'CH @3.0.2 ?)(increment pure-token 'INCR @3.0.2 ?)(score_member block *(score double)(member string))|2.4.0 Accepts multiple elements.;;3.0.2 Added the `XX`, `NX`, `CH` and `INCR` options.;;6.2.0 Added the `GT` and `LT` options.
    zcard|Get the number of members in a sorted set|O(1)||||(key key #0)|
    zcount|Count the members in a sorted set with scores within the given values|O(log(N)) with N being the number of elements in the sorted set.||||(key key #0)(min double)(max double)|
    zdiff|Subtract multiple sorted sets|O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of the first set, and K is the size of the result set.||||(numkeys integer)(key key #0 *)(withscores pure-token 'WITHSCORES ?)|
    zdiffstore|Subtract multiple sorted sets and store the resulting sorted set in a new key|O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of the first set, and K is the size of the result set.||||(destination key #0)(numkeys integer)(key key #1 *)|
    zincrby|Increment the score of a member in a sorted set|O(log(N)) where N is the number of elements in the sorted set.||||(key key #0)(increment integer)(member string)|
    zinter|Intersect multiple sorted sets|O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input sorted sets and M being the number of elements in the resulting sorted set.||||(numkeys integer)(key key #0 *)(weight integer 'WEIGHTS ? *)(aggregate oneof 'AGGREGATE ?(sum pure-token 'SUM)(min pure-token 'MIN)(max pure-token 'MAX))(withscores pure-token 'WITHSCORES ?)|
    zintercard|Intersect multiple sorted sets and return the cardinality of the result|O(N*K) worst case with N being the smallest input sorted set, K being the number of input sorted sets.||||(numkeys integer)(key key #0 *)(limit integer 'LIMIT ?)|
    zinterstore|Intersect multiple sorted sets and store the resulting sorted set in a new key|O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input sorted sets and M being the number of elements in the resulting sorted set.||||(destination key #0)(numkeys integer)(key key #1 *)(weight integer 'WEIGHTS ? *)(aggregate oneof 'AGGREGATE ?(sum pure-token 'SUM)(min pure-token 'MIN)(max pure-token 'MAX))|
    zlexcount|Count the number of members in a sorted set between a given lexicographical range|O(log(N)) with N being the number of elements in the sorted set.||||(key key #0)(min string)(max string)|
    zmpop|Remove and return members with scores in a sorted set|O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted set, and M being the number of elements popped.||||(numkeys integer)(key key #0 *)(where oneof(min pure-token 'MIN)(max pure-token 'MAX))(count integer 'COUNT ?)|
    zmscore|Get the score associated with the given members in a sorted set|O(N) where N is the number of members being requested.||||(key key #0)(member string *)|
    zpopmax|Remove and return members with the highest scores in a sorted set|O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of elements popped.||||(key key #0)(count integer ?)|
    zpopmin|Remove and return members with the lowest scores in a sorted set|O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of elements popped.||||(key key #0)(count integer ?)|
    zrandmember|Get one or multiple random elements from a sorted set|O(N) where N is the number of elements returned||||(key key #0)(options block ?(count integer)(withscores pure-token 'WITHSCORES ?))|
    zrange|Return a range of members in a sorted set|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.||||(key key #0)(start string)(stop string)(sortby oneof @6.2.0 ?(byscore pure-token 'BYSCORE)(bylex pure-token 'BYLEX))(rev pure-token 'REV @6.2.0 ?)(offset_count block 'LIMIT @6.2.0 ?(offset integer)(count integer))(withscores pure-token 'WITHSCORES ?)|6.2.0 Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.
    zrangebylex|Return a range of members in a sorted set, by lexicographical range|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).|deprecated|6.2.0|`ZRANGE` with the `BYLEX` argument|(key key #0)(min string)(max string)(offset_count block 'LIMIT ?(offset integer)(count integer))|
    zrangebyscore|Return a range of members in a sorted set, by score|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).|deprecated|6.2.0|`ZRANGE` with the `BYSCORE` argument|(key key #0)(min double)(max double)(withscores pure-token 'WITHSCORES @2.0.0 ?)(offset_count block 'LIMIT ?(offset integer)(count integer))|2.0.0 Added the `WITHSCORES` modifier.
    zrangestore|Store a range of members from sorted set into another key|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements stored into the destination key.||||(dst key #0)(src key #1)(min string)(max string)(sortby oneof ?(byscore pure-token 'BYSCORE)(bylex pure-token 'BYLEX))(rev pure-token 'REV ?)(offset_count block 'LIMIT ?(offset integer)(count integer))|
    zrank|Determine the index of a member in a sorted set|O(log(N))||||(key key #0)(member string)|
    zrem|Remove one or more members from a sorted set|O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements to be removed.||||(key key #0)(member string *)|2.4.0 Accepts multiple elements.
    zremrangebylex|Remove all members in a sorted set between the given lexicographical range|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.||||(key key #0)(min string)(max string)|
    zremrangebyrank|Remove all members in a sorted set within the given indexes|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.||||(key key #0)(start integer)(stop integer)|
    zremrangebyscore|Remove all members in a sorted set within the given scores|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.||||(key key #0)(min double)(max double)|
    zrevrange|Return a range of members in a sorted set, by index, with scores ordered from high to low|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.|deprecated|6.2.0|`ZRANGE` with the `REV` argument|(key key #0)(start integer)(stop integer)(withscores pure-token 'WITHSCORES ?)|
    zrevrangebylex|Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings.|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).|deprecated|6.2.0|`ZRANGE` with the `REV` and `BYLEX` arguments|(key key #0)(max string)(min string)(offset_count block 'LIMIT ?(offset integer)(count integer))|
    zrevrangebyscore|Return a range of members in a sorted set, by score, with scores ordered from high to low|O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).|deprecated|6.2.0|`ZRANGE` with the `REV` and `BYSCORE` arguments|(key key #0)(max double)(min double)(withscores pure-token 'WITHSCORES ?)(offset_count block 'LIMIT ?(offset integer)(count integer))|2.1.6 `min` and `max` can be exclusive.
    zrevrank|Determine the index of a member in a sorted set, with scores ordered from high to low|O(log(N))||||(key key #0)(member string)|
    zscan|Incrementally iterate sorted sets elements and associated scores|O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection..||||(key key #0)(cursor integer)(pattern pattern 'MATCH ?)(count integer 'COUNT ?)|
    zscore|Get the score associated with the given member in a sorted set|O(1)||||(key key #0)(member string)|
    zunion|Add multiple sorted sets|O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of elements in the resulting sorted set.||||(numkeys integer)(key key #0 *)(weight integer 'WEIGHTS ? *)(aggregate oneof 'AGGREGATE ?(sum pure-token 'SUM)(min pure-token 'MIN)(max pure-token 'MAX))(withscores pure-token 'WITHSCORES ?)|
    zunionstore|Add multiple sorted sets and store the resulting sorted set in a new key|O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of elements in the resulting sorted set.||||(destination key #0)(numkeys integer)(key key #1 *)(weight integer 'WEIGHTS ? *)(aggregate oneof 'AGGREGATE ?(sum pure-token 'SUM)(min pure-token 'MIN)(max pure-token 'MAX))|
    """
