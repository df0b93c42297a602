package dev.strowger.worker.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * What was asked, as far as the answer depends on it.
 *
 * @param key the same for all requests to which the same answer can be given; hex
 * @param context the same for all requests that differ in the words of the last user message only;
 *     hex, empty if an answer to other words never does
 */
public record Question(String key, String context) {
  /** Larger bodies are not looked at: a tree of one takes several times its size. */
  public static final int MOST_BODY_BYTES = 1 << 20;

  /**
   * Fields of a request that say who asks or how it is handled, and not what is asked. {@code
   * stream} counts apart, as the record has it. All others count, known or not.
   */
  private static final Set<String> NOT_ASKED =
      Set.of(
          "metadata",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "user");

  /** Goes with what counts: keys of another version are of other questions. */
  private static final String VERSION = "2";

  /** A key that stands twice is read in two ways by two providers: no tree is made of that. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * @param space of the terms under which it is asked
   * @return empty if the body is too large or is not one JSON object
   */
  public static Optional<Question> of(RequestRecord request, String space) {
    Optional<JsonNode> read = body(request);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    JsonNode body = read.get();
    Fingerprint exact = about(request, space, 'x');
    CanonicalJson.into(exact, body, NOT_ASKED, null);
    String context =
        LastQuestion.of(body, request.getApi())
            .map(last -> context(about(request, space, '~'), body, last))
            .orElse("");
    return Optional.of(new Question(exact.hex(), context));
  }

  private static String context(Fingerprint print, JsonNode body, LastQuestion last) {
    CanonicalJson.into(print, body, NOT_ASKED, last.content());
    last.untoldInto(print);
    return print.hex();
  }

  private static Fingerprint about(RequestRecord request, String space, char kind) {
    return new Fingerprint()
        .text(VERSION)
        .mark(kind)
        .text(request.getTenant())
        .text(space)
        .text(request.getApi())
        .mark(request.getStream() ? 's' : 'w')
        .mark(request.getLenient() ? 'l' : 'f');
  }

  private static Optional<JsonNode> body(RequestRecord request) {
    Body packed = new Body(request.getBodyEncoding(), request.getBody());
    try {
      JsonNode tree = MAPPER.readTree(packed.unpack(MOST_BODY_BYTES));
      return tree.isObject() ? Optional.of(tree) : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be read", e);
    }
  }
}
