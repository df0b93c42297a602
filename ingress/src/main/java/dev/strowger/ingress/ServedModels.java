package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients may ask for, as the active policy says; answers {@code /v1/models}. */
final class ServedModels {
  private static final String ACTIVE = "active";
  private static final JsonFactory JSON = new JsonFactory();

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

  /** OpenAI's list object. */
  byte[] list() {
    Catalogue now = catalogue;
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          if (now != null) {
            for (ServedModel model : now.models()) {
              model(json, now, model);
            }
          }
          json.writeEndArray();
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
    json.writeStartObject();
    json.writeStringField("id", model.getId());
    json.writeStringField("object", "model");
    json.writeNumberField("created", catalogue.since().getEpochSecond());
    json.writeStringField("owned_by", model.getOwnedBy());
    json.writeEndObject();
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
