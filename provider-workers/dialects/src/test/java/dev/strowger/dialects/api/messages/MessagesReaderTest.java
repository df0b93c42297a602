package dev.strowger.dialects.api.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesReaderTest {
  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
  private static final Part.CacheMark MARK = new Part.CacheMark("");

  @Test
  void readsInstructionsAndTheirMarks() {
    assertThat(asked("\"system\":\"Brief.\"").messages().getFirst())
        .isEqualTo(new Message.Instructions(List.of(new Part.Text("Brief."))));
    assertThat(
            asked(
                    """
                    "system":[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"1h"}}]
                    """)
                .messages()
                .getFirst())
        .isEqualTo(
            new Message.Instructions(
                List.of(new Part.Text("a"), new Part.Text("b"), new Part.CacheMark("1h"))));
  }

  @Test
  void readsEveryKindOfUserContent() {
    List<Part> parts =
        user(
            """
            {"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},
            {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
            {"type":"document","title":"t.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}},
            {"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}},
            {"type":"document","title":"n","context":"Old.","source":{"type":"text","media_type":"text/plain","data":"ä"}},
            {"type":"document","title":"c","source":{"type":"content","content":[{"type":"text","text":"x"}]}},
            {"type":"search_result","title":"s","source":"https://example.com","content":[{"type":"text","text":"y"}]}
            """);

    assertThat(parts)
        .containsExactly(
            new Part.Text("a"),
            MARK,
            new Part.Image("image/png", "AA==", ""),
            new Part.ImageUrl("https://example.com/a.png", ""),
            new Part.Document("application/pdf", "JVBERi0=", "t.pdf"),
            new Part.DocumentUrl("https://example.com/a.pdf", ""),
            new Part.Text("Old."),
            new Part.Document("text/plain", "w6Q=", "n"),
            new Part.Text("c"),
            new Part.Text("x"),
            new Part.Text("s"),
            new Part.Text("https://example.com"),
            new Part.Text("y"));
  }

  @Test
  void readsCallsThoughtsAndResultsInOrder() {
    Conversation asked =
        read(
            """
            {"max_tokens":9,"messages":[
             {"role":"user","content":"Weather?"},
             {"role":"assistant","content":[
               {"type":"thinking","thinking":"Hm.","signature":"sig"},{"type":"redacted_thinking","data":"x"},
               {"type":"tool_use","id":"a__signature_c2ln","name":"t","input":{}},{"type":"tool_use","id":"b","name":"t","input":{}}]},
             {"role":"user","content":[
               {"type":"text","text":"And?"},
               {"type":"tool_result","tool_use_id":"a__signature_c2ln","content":"4","cache_control":{"type":"ephemeral"}},
               {"type":"tool_result","tool_use_id":"b","is_error":true,"content":[{"type":"image","source":{"type":"url","url":"https://e"}}]}]}]}
            """);

    assertThat(asked.messages())
        .containsExactly(
            new Message.User(List.of(new Part.Text("Weather?"))),
            new Message.Assistant(
                List.of(
                    new Part.Thought("Hm.", "sig"),
                    new Part.RedactedThought("x"),
                    new Part.Call("a", "t", JsonNodeFactory.instance.objectNode(), "sig"),
                    new Part.Call("b", "t", JsonNodeFactory.instance.objectNode(), ""))),
            new Message.ToolResult("a", List.of(new Part.Text("4"), MARK), false),
            new Message.ToolResult("b", List.of(new Part.ImageUrl("https://e", "")), true),
            new Message.User(List.of(new Part.Text("And?"))));
  }

  @Test
  void readsTools() {
    Conversation asked =
        asked(
            """
            "tools":[{"name":"a","description":"d","input_schema":{"type":"object"},"strict":true},
                     {"type":"custom","name":"b","input_schema":{},"cache_control":{"type":"ephemeral"}}],
            "tool_choice":{"type":"tool","name":"b","disable_parallel_tool_use":true}
            """);

    assertThat(asked.tools().tools())
        .containsExactly(
            new Tool("a", "d", JsonNodeFactory.instance.objectNode().put("type", "object"), true),
            new Tool("b", "", JsonNodeFactory.instance.objectNode(), false));
    assertThat(asked.tools().choice()).isEqualTo(new Choice.Named("b"));
    assertThat(asked.tools().parallel()).isFalse();
    assertThat(asked.tools().cacheMark()).contains(MARK);
    assertThat(asked.foreign()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"auto,Auto[]", "any,Required[]", "none,None[]"})
  void readsEveryToolChoice(String type, String choice) {
    assertThat(
            asked(
                    "\"tools\":[{\"name\":\"a\",\"input_schema\":{}}],\"tool_choice\":{\"type\":\""
                        + type
                        + "\"}")
                .tools()
                .choice())
        .hasToString(choice);
  }

  @Test
  void readsLimitsAndSampling() {
    Conversation.Sampling sampling =
        asked("\"temperature\":0.5,\"top_p\":0.9,\"top_k\":40,\"stop_sequences\":[\"END\"]")
            .sampling();

    assertThat(sampling.maxTokens()).isEqualTo(OptionalLong.of(9));
    assertThat(sampling.temperature()).isEqualTo(OptionalDouble.of(0.5));
    assertThat(sampling.topP()).isEqualTo(OptionalDouble.of(0.9));
    assertThat(sampling.topK()).isEqualTo(OptionalLong.of(40));
    assertThat(sampling.stop()).containsExactly("END");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "thinking":{"type":"enabled","budget_tokens":2000}|low|2000|true
          "thinking":{"type":"enabled","budget_tokens":32000,"display":"omitted"}|high|32000|false
          "thinking":{"type":"adaptive"},"output_config":{"effort":"max"}|xhigh|-|true
          "thinking":{"type":"adaptive"}|-|-|true
          "thinking":{"type":"disabled"}|-|-|false
          "output_config":{"effort":"medium"}|medium|-|-
          """)
  void readsHowMuchToThink(String fields, String effort, String budget, String shown) {
    Conversation.Reasoning reasoning = asked(fields).reasoning();

    assertThat(reasoning.effort().orElse("-")).isEqualTo(effort);
    assertThat(
            reasoning.budgetTokens().isPresent()
                ? Long.toString(reasoning.budgetTokens().getAsLong())
                : "-")
        .isEqualTo(budget);
    assertThat(reasoning.shown().map(Object::toString).orElse("-")).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"output_format", "output_config"})
  void readsTheFormatWhereverItStands(String place) {
    String format =
        "{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"description\":\"d\"}}";
    String fields =
        place.equals("output_format")
            ? "\"output_format\":" + format
            : "\"output_config\":{\"format\":" + format + "}";

    assertThat(asked(fields).output())
        .isEqualTo(
            new OutputFormat.JsonSchema(
                "answer",
                "d",
                JsonNodeFactory.instance.objectNode().put("type", "object").put("description", "d"),
                true));
  }

  @Test
  void readsWhoAsksAndHowSoon() {
    Conversation.Wishes wishes =
        asked("\"metadata\":{\"user_id\":\"u\"},\"service_tier\":\"standard_only\"").wishes();

    assertThat(wishes.user()).isEqualTo(Optional.of("u"));
    assertThat(wishes.serviceTier()).isEqualTo(Optional.of("default"));
  }

  @Test
  void marksTheEndForTheAutomaticCache() {
    assertThat(asked("\"cache_control\":{\"type\":\"ephemeral\"}").messages().getLast())
        .isEqualTo(new Message.User(List.of(new Part.Text("Hello"), MARK)));
  }

  private static List<Part> user(String blocks) {
    return read("{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
            + blocks
            + "]}]}")
        .messages()
        .getFirst()
        .parts();
  }

  private static Conversation asked(String fields) {
    return read("{\"model\":\"m\",\"max_tokens\":9," + fields + "," + HELLO + "}");
  }

  private static Conversation read(String body) {
    return switch (MessagesApi.answering().read(body.getBytes(UTF_8))) {
      case Reading.Read(Conversation conversation) -> conversation;
      case Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
