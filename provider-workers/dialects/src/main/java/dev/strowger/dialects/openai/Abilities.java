package dev.strowger.dialects.openai;

import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Capability;
import dev.strowger.dialects.Provider.Quirk;
import java.util.Set;

/**
 * What a provider of this family may be asked for. One whose entry names no capabilities may be
 * asked for anything: it will say itself what it cannot do.
 */
record Abilities(Set<Capability> capabilities, boolean schemaAsObject) {
  /** How an answer in JSON is asked for. */
  enum JsonBy {
    /** As OpenAI has it. */
    FORMAT,
    /** {@code json_object}, and the schema in the instructions. */
    JSON_OBJECT,
    /** {@code json_schema} of any object. */
    JSON_SCHEMA,
    /** The input of a tool that must be called. */
    TOOL,
    NOTHING
  }

  static Abilities of(Provider provider) {
    return new Abilities(
        provider.traits().capabilities(), provider.quirks().contains(Quirk.SCHEMA_AS_OBJECT));
  }

  boolean may(Capability capability) {
    return capabilities.isEmpty() || capabilities.contains(capability);
  }

  /** For {@code json_schema}. */
  JsonBy schema() {
    if (schemaAsObject) {
      return JsonBy.JSON_OBJECT;
    }
    if (may(Capability.JSON_SCHEMA)) {
      return JsonBy.FORMAT;
    }
    return may(Capability.TOOLS)
        ? JsonBy.TOOL
        : may(Capability.JSON_OBJECT) ? JsonBy.JSON_OBJECT : JsonBy.NOTHING;
  }

  /** For {@code json_object}. */
  JsonBy object() {
    if (may(Capability.JSON_OBJECT)) {
      return JsonBy.FORMAT;
    }
    return may(Capability.JSON_SCHEMA)
        ? JsonBy.JSON_SCHEMA
        : may(Capability.TOOLS) ? JsonBy.TOOL : JsonBy.NOTHING;
  }
}
