package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.strowger.manifest.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schemas for editors say what the readers say. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode ROUTES = schema("routes.schema.json");
  private static final JsonNode MODELS = schema("models.schema.json");

  private static JsonNode schema(String file) {
    try {
      return JSON.readTree(Example.text(Manifest.class, file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> wrong(JsonNode schema, String yaml) {
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    JsonNode value =
        JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    return compiled.validate(value).stream()
        .map(ValidationMessage::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void acceptTheManifestsOfThisRepositoryAndOneWithEveryKey() throws Exception {
    Path config = Path.of("../../compose/config");

    assertThat(wrong(ROUTES, Files.readString(config.resolve("routes.yaml")))).isEmpty();
    assertThat(wrong(MODELS, Files.readString(config.resolve("models.yaml")))).isEmpty();
    assertThat(wrong(ROUTES, Example.text("routes.yaml"))).isEmpty();
    assertThat(wrong(MODELS, Example.models())).isEmpty();
    assertThat(wrong(ROUTES, Manifests.ROUTES)).isEmpty();
    assertThat(wrong(MODELS, Manifests.MODELS)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.strowger.policy.BadManifests#routes")
  void rejectRoutesOfAWrongShape(String yaml) {
    assertThat(Manifests.problems(yaml, "models: []")).isNotEmpty();
    assertThat(wrong(ROUTES, yaml)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.strowger.policy.BadManifests#models")
  void rejectModelsOfAWrongShape(String yaml) {
    assertThat(Manifests.problems(Manifests.ROUTES, yaml)).isNotEmpty();
    assertThat(wrong(MODELS, yaml)).isNotEmpty();
  }

  @Test
  void knowTheSameKeysAsTheReaders() {
    assertThat(keys(ROUTES)).isEqualTo(readRoutes());
    assertThat(keys(MODELS)).isEqualTo(readModels());
  }

  @Test
  void sayWhatEachObjectIsOrBelongsTo() {
    List<String> silent = new ArrayList<>();
    ROUTES
        .get("$defs")
        .get("route")
        .get("properties")
        .properties()
        .forEach(
            p -> {
              JsonNode value = p.getValue();
              String def = value.path("$ref").asText("").replace("#/$defs/", "");
              boolean said =
                  value.has("description") || ROUTES.get("$defs").path(def).has("description");
              if (!said) {
                silent.add(p.getKey());
              }
            });
    assertThat(silent).isSubsetOf("targets", "shadow");
  }

  /** The keys of every object of a schema that has a fixed set of them, by place. */
  private static Map<String, Set<String>> keys(JsonNode schema) {
    Map<String, Set<String>> all = new TreeMap<>();
    collect("", schema, all);
    return all;
  }

  private static void collect(String place, JsonNode node, Map<String, Set<String>> all) {
    if (node.path("properties").isObject()) {
      Set<String> names = new TreeSet<>();
      node.get("properties")
          .properties()
          .forEach(
              p -> {
                names.add(p.getKey());
                collect(place + "." + p.getKey(), p.getValue(), all);
              });
      all.put(place, names);
    }
    node.path("$defs").properties().forEach(p -> collect(p.getKey(), p.getValue(), all));
  }

  private static Map<String, Set<String>> readRoutes() {
    Map<String, Set<String>> all = new TreeMap<>();
    all.put("", sorted(RulesetReader.KEYS));
    all.put("route", sorted(RoutesReader.KEYS));
    all.put("match", sorted(MatchReader.KEYS));
    all.put("match.complexity", sorted(MatchReader.RANGE_KEYS));
    all.put("match.prompt_tokens", sorted(MatchReader.RANGE_KEYS));
    all.put("hours", sorted(HoursReader.KEYS));
    all.put("require", sorted(RequireReader.KEYS));
    all.put("require.max_price", sorted(RequireReader.PRICE_KEYS));
    all.put("constraint", sorted(ConstraintsReader.KEYS));
    all.put("strategySettings", sorted(StrategyReader.KEYS));
    all.put("scoreWeights", sorted(StrategyReader.WEIGHT_KEYS));
    all.put("target", sorted(TargetsReader.KEYS));
    all.put("accept", sorted(AcceptanceReader.KEYS));
    all.put("consistency", sorted(AcceptanceReader.CONSISTENCY_KEYS));
    all.put("judge", sorted(AcceptanceReader.JUDGE_KEYS));
    all.put("cache", sorted(CacheReader.KEYS));
    all.put("audit", sorted(AuditReader.KEYS));
    all.put("experiment", sorted(ExperimentReader.KEYS));
    all.put("guard", sorted(ExperimentReader.GUARD_KEYS));
    all.put("shadow", sorted(ShadowReader.KEYS));
    all.put("intent", sorted(IntentsReader.KEYS));
    all.put("redact", sorted(RedactReader.KEYS));
    all.put("guardrails", sorted(GuardrailsReader.KEYS));
    all.put("guardrails.input", sorted(GuardrailsReader.INPUT_KEYS));
    all.put("guardrails.output", sorted(GuardrailsReader.OUTPUT_KEYS));
    all.put("blocked", sorted(GuardrailsReader.BLOCKED_KEYS));
    all.put("detectors", sorted(DetectorsReader.KEYS));
    all.put("detector", sorted(DetectorsReader.CUSTOM_KEYS));
    resilience("resilience", ResilienceReader.KEYS, all);
    Set<String> ofTarget = new HashSet<>(ResilienceReader.KEYS);
    ofTarget.remove("budget");
    resilience("targetResilience", ofTarget, all);
    return all;
  }

  private static void resilience(String place, Set<String> keys, Map<String, Set<String>> all) {
    all.put(place, sorted(keys));
    for (String group : keys) {
      Set<String> inner = new TreeSet<>(Amount.of(group).stream().map(a -> a.key).toList());
      if (group.equals("retry")) {
        inner.add(FailureKinds.RETRY_ON.key);
      }
      if (!inner.isEmpty()) {
        all.put(place + "." + group, inner);
      }
    }
  }

  private static Map<String, Set<String>> readModels() {
    Map<String, Set<String>> all = new TreeMap<>();
    all.put("", sorted(ModelsReader.ROOT_KEYS));
    all.put("model", sorted(ModelsReader.KEYS));
    all.put("price", sorted(ModelsReader.PRICE_KEYS));
    return all;
  }

  private static Set<String> sorted(Set<String> keys) {
    return new TreeSet<>(keys);
  }
}
