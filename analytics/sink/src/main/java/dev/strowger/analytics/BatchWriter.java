package dev.strowger.analytics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches: first the range, then the rows of each table in one insert under the batch's
 * token. However often a batch is stored, its rows count once, in the views too.
 */
final class BatchWriter implements AutoCloseable {
  private final ClickHouseAccess access;
  private final Decoder decoder;
  private final DeadLetters deadLetters;
  private final SinkMetrics metrics;
  private @Nullable Connection connection;

  BatchWriter(
      ClickHouseAccess access, Decoder decoder, DeadLetters deadLetters, SinkMetrics metrics) {
    this.access = access;
    this.decoder = decoder;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  /**
   * @param patient whether to wait for the schema registry; else what it does not know is put aside
   */
  void store(Batch batch, boolean patient) throws SQLException {
    Map<Table, List<Row>> rows = new EnumMap<>(Table.class);
    for (ConsumerRecord<String, byte[]> record : batch.records()) {
      switch (decoder.decode(record, patient)) {
        case Decoder.Decoded.Good(var good) ->
            good.forEach(row -> rows.computeIfAbsent(row.table(), t -> new ArrayList<>()).add(row));
        case Decoder.Decoded.Bad bad -> {
          deadLetters.put(bad);
          metrics.deadLetter();
        }
      }
    }
    try {
      Ranges.write(connection(), batch);
      for (Map.Entry<Table, List<Row>> entry : rows.entrySet()) {
        long start = System.nanoTime();
        insert(entry.getKey(), entry.getValue(), batch.token());
        metrics.stored(entry.getKey(), entry.getValue().size(), System.nanoTime() - start);
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** The newest range of each partition of a topic. */
  Map<Integer, Range> newest(String topic, String topicId) throws SQLException {
    try {
      return Ranges.newest(connection(), topic, topicId);
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private void insert(Table table, List<Row> rows, String token) throws SQLException {
    try (PreparedStatement insert = connection().prepareStatement(table.insertSql(token))) {
      for (Row row : rows) {
        for (int i = 0; i < row.values().size(); i++) {
          insert.setObject(i + 1, row.values().get(i));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = access.connect();
    }
    return connection;
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // It was of no use any more.
      }
      connection = null;
    }
  }
}
