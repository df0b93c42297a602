package dev.strowger.engine;

/**
 * What a statement moved.
 *
 * @param rowsRead from storage
 * @param rowsWritten those of materialized views included
 * @param bytesWritten likewise
 */
record Summary(long rowsRead, long rowsWritten, long bytesWritten) {
  static final Summary NOTHING = new Summary(0, 0, 0);

  /** As in ClickHouse's X-ClickHouse-Summary header: numbers as JSON strings. */
  String json() {
    return "{\"read_rows\":\"%d\",\"read_bytes\":\"0\",\"written_rows\":\"%d\",\"written_bytes\":\"%d\",\"result_rows\":\"%d\"}"
        .formatted(rowsRead, rowsWritten, bytesWritten, rowsWritten);
  }
}
