enum RedisStandInPlaceholder {}
