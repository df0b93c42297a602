package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.features.Features;
import dev.strowger.ingress.BodyFacts.Personal;
import dev.strowger.ingress.FeatureDesk.Found;
import dev.strowger.records.RequestFacts;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes together what body, headers and words of a request say.
 *
 * @param caller hashes of what is a client's own differ from tenant to tenant
 */
record FactSheet(Caller caller, RequestTerms terms, MultiMap headers) {
  static final String UNDETERMINED = "undetermined";

  /** Of one header; the rest is left out. */
  static final int MAX_HEADER_CHARS = 512;

  private static final int HASH_BYTES = 16;

  /** Never part of a record, whatever a policy names. */
  private static final Set<String> SECRET =
      Set.of("authorization", "x-api-key", "api-key", "cookie", "proxy-authorization");

  RequestFacts of(BodyFacts body, Found found) {
    Personal personal = body.personal();
    Labels labels = terms.labels();
    Map<String, String> tags = new LinkedHashMap<>(personal.metadata());
    tags.putAll(labels.tags());
    tags.putAll(caller.scope().tags());
    RequestFacts.Builder facts =
        RequestFacts.newBuilder(body.facts())
            .setConversation(conversation(personal))
            .setUser(hash("user", personal.user()))
            .setTags(tags)
            .setHeaders(wanted(found.by().headers()))
            .setDataClass(dataClass(labels, personal))
            .setCacheMode(labels.cacheMode())
            .setPolicyVersion(found.by().policyVersion());
    if (terms.unsupported() == Unsupported.LENIENT) {
      facts.setNeeds(Capabilities.lenient(body.facts().getNeeds()));
    }
    words(facts, found);
    return facts.build();
  }

  private static void words(RequestFacts.Builder facts, Found found) {
    Features features = found.features();
    List<String> detected =
        new ArrayList<>(features.detected().map(List::copyOf).orElse(List.of()));
    Set<String> classes = new TreeSet<>();
    detected.forEach(name -> classes.add(found.by().classes().getOrDefault(name, name)));
    if (found.undetermined()) {
      detected.add(UNDETERMINED);
    }
    facts
        .setLanguage(features.language())
        .setIntents(new HashMap<>(features.intents()))
        .setComplexity(
            features.complexity().isPresent() ? features.complexity().getAsDouble() : null)
        .setDetected(detected)
        .setDetectedClasses(List.copyOf(classes))
        .setClassifier(features.classifier())
        .setEmbedding(features.embedding().map(ByteBuffer::wrap).orElse(null));
  }

  private String conversation(Personal personal) {
    return personal.conversation().isEmpty()
        ? hash("opening", personal.said().opening())
        : hash("named", personal.conversation());
  }

  /** The header counts before the body's metadata. */
  private static String dataClass(Labels labels, Personal personal) {
    return labels
        .dataClass()
        .orElseGet(() -> personal.metadata().getOrDefault(Metadata.DATA_CLASS, ""));
  }

  private Map<String, String> wanted(Set<String> names) {
    Map<String, String> wanted = new HashMap<>();
    for (String name : names) {
      String value = SECRET.contains(name) ? null : headers.get(name);
      if (value != null) {
        wanted.put(name, value.substring(0, Math.min(value.length(), MAX_HEADER_CHARS)));
      }
    }
    return wanted;
  }

  /** Empty if there is nothing. */
  private String hash(String kind, String text) {
    if (text.isEmpty()) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest((caller.tenant() + "\0" + kind + "\0" + text).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
