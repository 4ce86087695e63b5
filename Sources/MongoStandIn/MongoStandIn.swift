enum MongoStandInPlaceholder {}
