package dev.strowger.topics;

import org.apache.avro.Schema;

/** What the serdes need of a schema registry. */
public interface SchemaRegistry {
  /**
   * The id of a schema under a subject; registered if it was not.
   *
   * @throws RegistryException if the registry refuses it or cannot be reached
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema an id stands for.
   *
   * @throws RegistryException if there is none or the registry cannot be reached
   */
  Schema byId(int id);
}
