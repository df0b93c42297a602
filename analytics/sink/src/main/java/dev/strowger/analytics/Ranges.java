package dev.strowger.analytics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The newest range of each partition, kept beside the rows. A range is written before its rows: so
 * after a crash all before it is stored, and it alone may be stored in part.
 */
final class Ranges {
  private Ranges() {}

  /** By partition. */
  static Map<Integer, Range> newest(Connection connection, String topic, String topicId)
      throws SQLException {
    Map<Integer, Range> newest = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT partition, max(first_offset), max(last_offset) FROM sink_ranges"
                + " WHERE topic = ? AND topic_id = ? GROUP BY partition")) {
      select.setString(1, topic);
      select.setString(2, topicId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          newest.put(rows.getInt(1), new Range(rows.getLong(2), rows.getLong(3)));
        }
      }
    }
    return newest;
  }

  static void write(Connection connection, Batch batch) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO sink_ranges (topic, topic_id, partition, first_offset, last_offset)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, batch.source().topic());
      insert.setString(2, batch.source().topicId());
      insert.setInt(3, batch.source().partition());
      insert.setLong(4, batch.range().first());
      insert.setLong(5, batch.range().last());
      insert.executeUpdate();
    }
  }
}
