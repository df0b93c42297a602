package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Price;
import dev.strowger.records.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What clients may ask for, as the active policy says; answers {@code /v1/models}. */
final class ServedModels {
  private static final String ACTIVE = "active";
  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private record Catalogue(Instant since, List<ServedModel> models) {}

  private volatile @Nullable Catalogue catalogue;

  /** A change in the policies topic; versions that are not active are passed over. */
  void changed(String key, @Nullable PolicyRecord policy) {
    if (key.equals(ACTIVE)) {
      catalogue =
          policy == null
              ? null
              : new Catalogue(policy.getPublishedAt(), List.copyOf(policy.getServed()));
    }
  }

  boolean known() {
    return catalogue != null;
  }

  /**
   * OpenAI's list object; by its further fields Anthropic's as well.
   *
   * @param shown whether a model, as clients name it, is in it
   */
  byte[] list(Predicate<String> shown) {
    Catalogue now = catalogue;
    List<ServedModel> models =
        now == null
            ? List.of()
            : now.models().stream().filter(model -> shown.test(model.getId())).toList();
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          if (now != null) {
            for (ServedModel model : models) {
              model(json, now, model);
            }
          }
          json.writeEndArray();
          json.writeBooleanField("has_more", false);
          json.writeStringField("first_id", models.isEmpty() ? null : models.getFirst().getId());
          json.writeStringField("last_id", models.isEmpty() ? null : models.getLast().getId());
          json.writeEndObject();
        });
  }

  /** OpenAI's model object; empty if it is not served. */
  Optional<byte[]> one(String id) {
    Catalogue now = catalogue;
    if (now == null) {
      return Optional.empty();
    }
    return now.models().stream()
        .filter(model -> model.getId().equals(id))
        .findFirst()
        .map(model -> write(json -> model(json, now, model)));
  }

  private static void model(JsonGenerator json, Catalogue catalogue, ServedModel model)
      throws IOException {
    Instant since = catalogue.since().truncatedTo(ChronoUnit.SECONDS);
    json.writeStartObject();
    json.writeStringField("id", model.getId());
    json.writeStringField("object", "model");
    json.writeNumberField("created", since.getEpochSecond());
    json.writeStringField("owned_by", model.getOwnedBy());
    json.writeStringField("type", "model");
    json.writeStringField("display_name", model.getId());
    json.writeStringField("created_at", since.toString());
    offer(json, model);
    json.writeEndObject();
  }

  /** What neither API has: what the model can do, and at what price. */
  private static void offer(JsonGenerator json, ServedModel model) throws IOException {
    json.writeArrayFieldStart("capabilities");
    for (String capability : model.getCapabilities()) {
      json.writeString(capability);
    }
    json.writeEndArray();
    number(json, "context_window", model.getContextWindow());
    number(json, "max_output_tokens", model.getMaxOutputTokens());
    Price price = model.getPrice();
    if (price != null) {
      json.writeObjectFieldStart("price_per_million_tokens");
      json.writeStringField("currency", price.getCurrency());
      json.writeNumberField("input", money(price.getInputMicrosPerMillion()));
      json.writeNumberField("output", money(price.getOutputMicrosPerMillion()));
      json.writeNumberField("cached_input", money(price.getCachedInputMicrosPerMillion()));
      json.writeNumberField("cache_write", money(price.getCacheWriteMicrosPerMillion()));
      special(json, "cache_write_long", price.getCacheWriteLongMicrosPerMillion());
      special(json, "image", price.getImageMicrosPerMillion());
      special(json, "audio_input", price.getAudioInputMicrosPerMillion());
      special(json, "audio_output", price.getAudioOutputMicrosPerMillion());
      special(json, "reasoning", price.getReasoningMicrosPerMillion());
      special(json, "call", price.getCallMicros() == 0 ? null : (Long) price.getCallMicros());
      json.writeEndObject();
    }
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(name, value);
    }
  }

  private static void special(JsonGenerator json, String name, @Nullable Long micros)
      throws IOException {
    if (micros != null) {
      json.writeNumberField(name, money(micros));
    }
  }

  private static BigDecimal money(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros();
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] write(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
