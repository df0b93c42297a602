package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemReferencesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT = 10_000;

  private final Map<String, ResponseRecord> kept = new HashMap<>();
  private final List<String> read = new ArrayList<>();

  @Test
  void itemsOfTheInputAndOfTheOutputAreFoundInOneRead() throws Exception {
    keep(1, "\"hello\"", message(1));
    keep(2, "[{\"role\":\"user\",\"content\":\"hello\"}," + message(1) + "]", message(2));

    ArrayNode input =
        input(reference("item_resp_" + hex(2) + "_0"), reference(item(1)), reference(item(2)));

    assertThat(resolve(input, LIMIT)).isEmpty();
    assertThat(input.at("/0/content/0/text").asText()).isEqualTo("hello");
    assertThat(input.get(1)).isEqualTo(JSON.readTree(message(1)));
    assertThat(input.get(2)).isEqualTo(JSON.readTree(message(2)));
    assertThat(read).containsExactly("resp_" + hex(2));
  }

  @Test
  void whatIsNoReferenceStays() throws Exception {
    keep(1, "\"hello\"", message(1));
    ArrayNode input = input(message(7), "{\"id\":\"" + item(1) + "\"}", "\"text\"");

    assertThat(resolve(input, LIMIT)).isEmpty();
    assertThat(input).isEqualTo(input(message(7), message(1), "\"text\""));
  }

  @Test
  void anItemThatIsNotKeptIsNamed() throws Exception {
    keep(1, "\"hello\"", message(1));

    for (String id : List.of(item(2), "msg_" + hex(1) + "_1", "msg_x", "")) {
      assertThat(resolve(input(reference(id)), LIMIT).orElseThrow().message())
          .startsWith("Item with id '" + id + "' not found");
    }
  }

  @Test
  void theSameItemTwiceIsRefused() throws Exception {
    keep(1, "\"hello\"", message(1));

    assertThat(resolve(input(reference(item(1)), reference(item(1))), LIMIT).orElseThrow().code())
        .isEqualTo("duplicate_item");
  }

  @Test
  void soMuchAsABodyMayHoldIsPutIn() throws Exception {
    keep(1, "\"hello\"", message(1));
    keep(2, "\"hello\"", message(2));
    int both = message(1).length() + message(2).length();

    assertThat(resolve(input(reference(item(1)), reference(item(2))), both + 200)).isEmpty();
    assertThat(
            resolve(input(reference(item(1)), reference(item(2))), both - 1).orElseThrow().code())
        .isEqualTo("request_too_large");
  }

  @Test
  void soManyAnswersAreReadAndNoMore() throws Exception {
    IntStream.rangeClosed(1, ItemReferences.MAX_RESPONSES + 1)
        .forEach(n -> keep(n, "\"hello\"", message(n)));

    ArrayNode input =
        input(
            IntStream.rangeClosed(1, ItemReferences.MAX_RESPONSES + 1)
                .mapToObj(n -> reference(item(n)))
                .toArray(String[]::new));

    assertThat(resolve(input, LIMIT * 100).orElseThrow().code()).isEqualTo("too_many_references");
    assertThat(read).hasSize(ItemReferences.MAX_RESPONSES);
  }

  private Optional<OpenAiError> resolve(ArrayNode input, int limitBytes) throws Exception {
    ItemReferences.Responses responses =
        id -> {
          read.add(id);
          return kept.containsKey(id) ? new Sought.Found<>(kept.get(id)) : new Sought.Absent<>();
        };
    return new ItemReferences(responses, limitBytes).resolve(input);
  }

  private void keep(int n, String input, String output) {
    String id = "resp_" + hex(n);
    Body request = Body.pack(("{\"input\":" + input + "}").getBytes(UTF_8));
    Body response = Body.pack(("{\"output\":[" + output + "]}").getBytes(UTF_8));
    kept.put(
        id,
        ResponseRecord.newBuilder()
            .setResponseId(id)
            .setTenant("team-a")
            .setCredentialId("cred_1")
            .setAt(Instant.EPOCH)
            .setRequestEncoding(request.encoding())
            .setRequest(request.bytes())
            .setResponseEncoding(response.encoding())
            .setResponse(response.bytes())
            .build());
  }

  private static ArrayNode input(String... items) throws Exception {
    JsonNode input =
        JSON.readTree(List.of(items).stream().collect(Collectors.joining(",", "[", "]")));
    return (ArrayNode) input;
  }

  private static String reference(String id) {
    return "{\"type\":\"item_reference\",\"id\":\"" + id + "\"}";
  }

  private static String message(int n) {
    return "{\"type\":\"message\",\"id\":\"" + item(n) + "\",\"role\":\"assistant\"}";
  }

  private static String item(int n) {
    return "msg_" + hex(n) + "_0";
  }

  private static String hex(int n) {
    return "%032x".formatted(n);
  }
}
