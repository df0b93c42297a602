package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.api.SentUrl;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Looks at the URLs of images and documents in a body that is passed on as it is. */
final class SourceUrls {
  /** What tools are given may have fields of any name. */
  private static final Set<String> TOOLS_OWN = Set.of("input", "input_schema");

  private SourceUrls() {}

  /** The fault if one is of a kind that is not passed on. */
  static Optional<Fault> refused(byte[] body) {
    try (JsonParser parser = Json.parser(body, 0, body.length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart() && TOOLS_OWN.contains(String.valueOf(parser.currentName()))) {
          parser.skipChildren();
        } else if (token == JsonToken.VALUE_STRING
            && inSource(parser)
            && !SentUrl.known(body, parser)) {
          return Optional.of(
              new Fault(
                  FailureKind.BAD_REQUEST,
                  0,
                  "source.url: " + SentUrl.EXPECTED,
                  Optional.of("messages"),
                  Optional.empty()));
        }
      }
    } catch (IOException e) {
      // Whoever changes the body says what is wrong with it.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean inSource(JsonParser parser) throws IOException {
    var object = parser.getParsingContext();
    return "url".equals(parser.currentName())
        && object.getParent() != null
        && "source".equals(object.getParent().getCurrentName());
  }
}
