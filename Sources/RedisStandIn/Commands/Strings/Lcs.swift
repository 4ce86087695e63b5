extension Command {
    /// `LCS key1 key2 [LEN] [IDX] [MINMATCHLEN len] [WITHMATCHLEN]`
    ///
    /// Find longest common substring. See <https://redis.io/commands/lcs/>.
    static let lcs = Command(
        "lcs", arity: -3, flags: [.readonly], keys: KeyPositions(first: 1, last: 2, step: 1), group: .string,
        since: "7.0.0",
        summary: "Find longest common substring",
        reply: { call throws(RedisError) in
            try longestCommonSubsequence(call)
        })
}
