enum PostgresStandInPlaceholder {}
