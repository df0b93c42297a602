package dev.strowger.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry reached over Confluent's REST API. Ids and schemas never change once given out,
 * so each is asked for once and then kept.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  private static final Logger log = LoggerFactory.getLogger(HttpSchemaRegistry.class);

  /** Far more than the schemas of the catalogue in all their versions. */
  private static final int LARGEST_CACHE = 1_000;

  /** Which Java class a string becomes is nobody else's business. */
  private static final String JAVA_STRING = "avro.java.string";

  private record Registered(String subject, Schema schema) {}

  private final RegistrySettings settings;
  private final ObjectMapper json = new ObjectMapper();
  private final RegistryCalls calls;
  private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * Connects at the first question.
   *
   * @throws IllegalArgumentException if a TLS store cannot be used
   */
  public HttpSchemaRegistry(RegistrySettings settings) {
    this.settings = settings;
    this.calls = new RegistryCalls(settings, json);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return cached(ids, new Registered(subject, schema), this::askForId);
  }

  @Override
  public Schema byId(int id) {
    return cached(schemas, id, this::askForSchema);
  }

  /** One caller asks; others for the same key wait for its answer. A failure is not kept. */
  private static <K, V> V cached(Map<K, V> cache, K key, Function<K, V> ask) {
    V known = cache.get(key);
    if (known != null) {
      return known;
    }
    if (cache.size() >= LARGEST_CACHE) {
      cache.clear();
    }
    return cache.computeIfAbsent(key, ask);
  }

  private int askForId(Registered wanted) {
    String subject = "/subjects/" + encode(wanted.subject());
    ObjectNode body = json.createObjectNode().put("schema", published(wanted.schema()));
    if (settings.registers()) {
      ensureCompatibility(wanted.subject());
    }
    RegistryCalls.Answer answer =
        calls.post(settings.registers() ? subject + "/versions" : subject, body);
    if (!answer.ok() || !answer.body().path("id").isInt()) {
      throw refused(wanted, answer);
    }
    return answer.body().path("id").intValue();
  }

  /**
   * Sets BACKWARD (a new reader understands old records) where nothing was set for the subject;
   * what an operator set stays.
   */
  private void ensureCompatibility(String subject) {
    String path = "/config/" + encode(subject);
    if (calls.get(path).status() != 404) {
      return;
    }
    RegistryCalls.Answer answer =
        calls.put(path, json.createObjectNode().put("compatibility", "BACKWARD"));
    boolean anotherWasQuicker = answer.status() == 409;
    if (!answer.ok() && !anotherWasQuicker) {
      log.atWarn()
          .addKeyValue("subject", subject)
          .addKeyValue("answer", answer.message())
          .log("the compatibility of a subject could not be set to BACKWARD");
    }
  }

  private Schema askForSchema(int id) {
    RegistryCalls.Answer answer = calls.get("/schemas/ids/" + id);
    if (!answer.ok()) {
      throw new RegistryException(
          "the schema registry gives no schema for the id " + id + " (" + answer.message() + ")");
    }
    String type = answer.body().path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new RegistryException("the schema " + id + " is of type " + type + ", not AVRO");
    }
    try {
      return new Schema.Parser().parse(answer.body().path("schema").asText());
    } catch (SchemaParseException e) {
      throw new RegistryException("the schema " + id + " is no Avro schema", e);
    }
  }

  private RegistryException refused(Registered wanted, RegistryCalls.Answer answer) {
    String what = wanted.schema().getFullName() + " under the subject " + wanted.subject() + ": ";
    String advice =
        switch (answer.status()) {
          case 401, 403 ->
              "check STROWGER_REGISTRY_USER and STROWGER_REGISTRY_PASSWORD and what that user may"
                  + " do";
          case 404 ->
              settings.registers()
                  ? "check that STROWGER_REGISTRY_URL ends where Confluent's API begins"
                  : "it is not registered and STROWGER_REGISTRY_REGISTER is false; register it, or"
                      + " set that to true";
          case 409 ->
              "it is not compatible with the versions there: a newer or older release may share"
                  + " this registry; give each new field a default, or set the subject's"
                  + " compatibility to NONE for one start if the old records are gone";
          default -> "see the registry's log";
        };
    return new RegistryException(
        "the schema registry refused " + what + answer.message() + "; " + advice);
  }

  /** The schema as others see it. */
  private String published(Schema schema) {
    try {
      return withoutJavaNames(json.readTree(schema.toString())).toString();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a schema is not JSON", e);
    }
  }

  private JsonNode withoutJavaNames(JsonNode node) {
    if (node.isArray()) {
      var array = json.createArrayNode();
      node.forEach(item -> array.add(withoutJavaNames(item)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.has(JAVA_STRING) && node.size() == 2) {
      return TextNode.valueOf(node.path("type").asText());
    }
    ObjectNode object = json.createObjectNode();
    node.properties().stream()
        .filter(p -> !p.getKey().equals(JAVA_STRING))
        .forEach(p -> object.set(p.getKey(), withoutJavaNames(p.getValue())));
    return object;
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
