package dev.strowger.topics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** A registry inside one JVM, for tests of topologies and codecs. */
public final class InMemorySchemaRegistry implements SchemaRegistry {
  private final Map<Schema, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  @Override
  public int idOf(String subject, Schema schema) {
    return ids.computeIfAbsent(
        schema,
        s -> {
          int id = last.incrementAndGet();
          schemas.put(id, s);
          return id;
        });
  }

  @Override
  public Schema byId(int id) {
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw new RegistryException("no schema has the id " + id);
    }
    return schema;
  }
}
