package dev.strowger.dialects.api.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageJsonTest {
  @Test
  void writesAMessageWithAllItsBlocks() {
    Answer answer =
        Answer.of(
            List.of(
                new Block.Thought("Hm.", "sig"),
                new Block.RedactedThought("x"),
                new Block.Text("Let me see."),
                new Block.Call("call_1", "weather", "{\"min\": 1.50}", ""),
                new Block.Call("call_2", "now", "", "sig")),
            FinishReason.TOOL_CALLS,
            new TokenUsage(142, 60, 30, 100, 50));

    assertThat(written(answer))
        .isEqualTo(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","container":null,"diagnostics":null,"content":[\
            {"type":"thinking","thinking":"Hm.","signature":"sig"},\
            {"type":"redacted_thinking","data":"x"},\
            {"type":"text","text":"Let me see."},\
            {"type":"tool_use","id":"call_1","name":"weather","input":{"min": 1.50}},\
            {"type":"tool_use","id":"call_2__signature_c2ln","name":"now","input":{}}],\
            "stop_reason":"tool_use","stop_sequence":null,"stop_details":null,\
            "usage":{"input_tokens":12,"cache_creation_input_tokens":100,"cache_read_input_tokens":30,"output_tokens":60,"output_tokens_details":{"thinking_tokens":50},"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"speed":null}}""");
  }

  @Test
  void leavesOutATextThatSaysNothing() {
    Answer answer =
        Answer.of(
            List.of(new Block.Text(""), new Block.Call("call_1", "now", "{}", "")),
            FinishReason.TOOL_CALLS,
            TokenUsage.NONE);

    assertThat(json(answer).path("content").findValuesAsText("type")).containsExactly("tool_use");
  }

  @ParameterizedTest
  @CsvSource({
    "STOP,text,end_turn",
    "STOP,call,tool_use",
    "STOP,refusal,refusal",
    "TOOL_CALLS,call,tool_use",
    "LENGTH,call,max_tokens",
    "LENGTH,text,max_tokens",
    "CONTENT_FILTER,text,refusal"
  })
  void saysWhyTheModelStopped(FinishReason finish, String block, String stopReason) {
    Block last =
        switch (block) {
          case "call" -> new Block.Call("c", "t", "{}", "");
          case "refusal" -> new Block.Refusal("No.");
          default -> new Block.Text("a");
        };

    JsonNode message = json(Answer.of(List.of(last), finish, TokenUsage.NONE));

    assertThat(message.path("stop_reason").asText()).isEqualTo(stopReason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":|{"invalid_json":"{\\"a\\":"}
          [1]|{"invalid_json":"[1]"}
          {"a":1} |{"a":1}
          """)
  void writesNoInputThatIsNoObject(String arguments, String input) {
    Answer answer =
        Answer.of(
            List.of(new Block.Call("c", "t", arguments, "")), FinishReason.LENGTH, TokenUsage.NONE);

    assertThat(json(answer).path("content").path(0).path("input")).hasToString(input);
  }

  @Test
  void carriesSignaturesOfCallsThereAndBack() {
    CallId id = new CallId("functions.get:0", "a+b/c==\u00e4");

    assertThat(id.write()).matches("functions\\.get:0__signature_[A-Za-z0-9_-]+");
    assertThat(CallId.read(id.write())).isEqualTo(id);
    assertThat(CallId.read("a__signature_*")).isEqualTo(new CallId("a__signature_*", ""));
    assertThat(CallId.read("toolu_1")).isEqualTo(new CallId("toolu_1", ""));
  }

  private static String written(Answer answer) {
    return new String(MessagesApi.answering().write(Calls.sync("m", "{}"), answer), UTF_8);
  }

  private static JsonNode json(Answer answer) {
    return Json.read(written(answer).getBytes(UTF_8)).orElseThrow();
  }
}
