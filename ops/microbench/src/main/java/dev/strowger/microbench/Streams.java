package dev.strowger.microbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Streams as providers send them, one event for each token, cut where events end. */
final class Streams {
  /** Tokens of a stream, besides what begins and ends it. */
  static final int TOKENS = 256;

  private Streams() {}

  static Dialect.Call call(Api api) {
    return new Dialect.Call(
        api,
        "req_019aa0000000700080000000000000aa",
        1_763_700_000L,
        "model-x",
        "chat-mid-tier",
        true,
        true,
        false,
        Map.of(),
        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            .getBytes(UTF_8));
  }

  static Provider provider(Dialects.Family family) {
    return new Provider(
        family.label(),
        family,
        URI.create("https://provider.example"),
        Optional.empty(),
        new Provider.Authentication.None(),
        Map.of(),
        Set.of(),
        Provider.Traits.NONE);
  }

  static byte[][] openAi() {
    List<String> events = new ArrayList<>();
    events.add(openAi("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", ""));
    for (int i = 0; i < TOKENS; i++) {
      events.add(openAi("{\"content\":\" word" + i + "\"}", "null", ""));
    }
    events.add(openAi("{}", "\"stop\"", ""));
    events.add(
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1763700000,"
            + "\"model\":\"model-x-2025\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,"
            + "\"completion_tokens\":256,\"total_tokens\":265}}\n\n");
    events.add("data: [DONE]\n\n");
    return bytes(events);
  }

  private static String openAi(String delta, String finish, String more) {
    return "data: {\"id\":\"chatcmpl-BfRz7yQmQ0PaXwkNqv0mG2Zr0TqUz\","
        + "\"object\":\"chat.completion.chunk\",\"created\":1763700000,\"model\":\"model-x-2025\","
        + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_34a54ae93c\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}],\"usage\":null,\"obfuscation\":\"aZ3kQ9\""
        + more
        + "}\n\n";
  }

  static byte[][] anthropic() {
    List<String> events = new ArrayList<>();
    events.add(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
            + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],"
            + "\"stop_reason\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n");
    events.add(
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
            + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n");
    for (int i = 0; i < TOKENS; i++) {
      events.add(
          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
              + "\"delta\":{\"type\":\"text_delta\",\"text\":\" word"
              + i
              + "\"}}\n\n");
    }
    events.add(
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n");
    events.add(
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
            + "\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":256}}\n\n");
    events.add("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    return bytes(events);
  }

  private static byte[][] bytes(List<String> events) {
    return events.stream().map(event -> event.getBytes(UTF_8)).toArray(byte[][]::new);
  }
}
