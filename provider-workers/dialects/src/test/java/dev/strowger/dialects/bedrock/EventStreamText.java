package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * An AWS event stream written as text: a JSON object a line, whose fields with a colon in front are
 * the message's headers and whose {@code payload} is its payload.
 */
public final class EventStreamText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventStreamText() {}

  /** The stream's bytes, as AWS's own library writes them. */
  public static byte[] bytes(List<String> lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines) {
      JsonNode node = JSON.readTree(line);
      Map<String, HeaderValue> headers = new LinkedHashMap<>();
      node.properties().stream()
          .filter(field -> field.getKey().startsWith(":"))
          .forEach(
              field ->
                  headers.put(
                      field.getKey(), HeaderValue.fromString(field.getValue().textValue())));
      headers.putIfAbsent(":message-type", HeaderValue.fromString("event"));
      headers.putIfAbsent(":content-type", HeaderValue.fromString("application/json"));
      new Message(headers, JSON.writeValueAsBytes(node.path("payload"))).encode(out);
    }
    return out.toByteArray();
  }
}
