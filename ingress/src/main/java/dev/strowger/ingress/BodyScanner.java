package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Reads a request's body once, without building a tree: takes the facts that routing needs and
 * refuses what the client's API would refuse. What it does not know it passes over; dialects judge
 * it.
 */
final class BodyScanner {
  /** Objects and arrays within each other. */
  static final int MAX_DEPTH = 64;

  static final int MAX_NUMBER_CHARS = 100;
  static final int MAX_NAME_CHARS = 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxNameLength(MAX_NAME_CHARS)
                  // A string is bounded by the body: images come as one string.
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** What a scan found. */
  sealed interface Scan {
    record Accepted(BodyFacts facts) implements Scan {}

    record Rejected(OpenAiError error) implements Scan {}
  }

  private BodyScanner() {}

  static Scan scan(byte[] body, Endpoint endpoint) {
    if (utf16(body)) {
      return new Scan.Rejected(
          OpenAiError.invalid(400, "invalid_json", null, "The body must be encoded in UTF-8."));
    }
    try (JsonParser json = JSON.createParser(body)) {
      return scan(json, endpoint);
    } catch (IOException e) {
      return new Scan.Rejected(
          OpenAiError.invalid(400, "invalid_json", null, "The body cannot be read as JSON."));
    }
  }

  /** Or UTF-32. The parser would read it; what stands behind reads UTF-8 (RFC 8259, 8.1). */
  private static boolean utf16(byte[] body) {
    return body.length > 1
        && (body[0] == 0
            || body[1] == 0
            || (body[0] == (byte) 0xFE && body[1] == (byte) 0xFF)
            || (body[0] == (byte) 0xFF && body[1] == (byte) 0xFE));
  }

  private static Scan scan(JsonParser json, Endpoint endpoint) throws IOException {
    try {
      return new Scan.Accepted(root(json, endpoint.fields(new Values(json))));
    } catch (BadBody e) {
      return new Scan.Rejected(e.error());
    } catch (StreamConstraintsException e) {
      return new Scan.Rejected(beyondBounds(json));
    } catch (JsonProcessingException e) {
      return new Scan.Rejected(malformed(e));
    }
  }

  private static OpenAiError beyondBounds(JsonParser json) {
    // The parser has entered the level that is one too many when it complains.
    boolean deep = json.getParsingContext().getNestingDepth() >= MAX_DEPTH;
    return OpenAiError.invalid(
        400,
        deep ? "nesting_too_deep" : "value_too_long",
        null,
        deep
            ? "The body is nested deeper than " + MAX_DEPTH + " levels."
            : "The body has a number of more than "
                + MAX_NUMBER_CHARS
                + " characters or a name of more than "
                + MAX_NAME_CHARS
                + ".");
  }

  private static OpenAiError malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return OpenAiError.invalid(
        400,
        "invalid_json",
        null,
        "The body is not valid JSON" + place + ": " + BadBody.echo(e.getOriginalMessage()));
  }

  private static BodyFacts root(JsonParser json, BodyFields fields) throws IOException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new BadBody("invalid_json", null, "The body is empty; expected a JSON object.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new BadBody("invalid_json", null, "The body must be a JSON object.");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.field(name);
      json.skipChildren(); // Of a value that was not what its reader looked for.
    }
    if (json.nextToken() != null) {
      throw new BadBody("invalid_json", null, "The body has more than one JSON value.");
    }
    return fields.facts();
  }
}
