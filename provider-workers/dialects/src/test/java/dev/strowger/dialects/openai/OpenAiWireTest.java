package dev.strowger.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Penalties;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.wire.Wire.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What clients of other APIs ask and get. */
class OpenAiWireTest {
  private static final ObjectNode SCHEMA =
      JsonNodeFactory.instance.objectNode().put("type", "object");
  private static final ObjectNode OSLO = JsonNodeFactory.instance.objectNode().put("city", "Oslo");
  private static final Call CALL =
      new Call(
          Api.MESSAGES, "r", 0, "m", "chat-mid-tier", false, false, false, Map.of(), new byte[0]);

  private final OpenAiWire wire = new OpenAiWire();
  private final Losses losses = new Losses(false);

  @Test
  void writesAWholeConversation() {
    String body =
        write(
            conversation(),
            Quirk.CACHE_MARKS,
            Quirk.THOUGHTS_BACK,
            Quirk.EXTRA_CONTENT,
            Quirk.TOP_K);

    assertThat(body)
        .isEqualTo(
            """
            {"model":"m","messages":[\
            {"role":"system","content":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}]},\
            {"role":"user","content":[{"type":"text","text":"Where?"},\
            {"type":"image_url","image_url":{"url":"https://x.example/a.png","detail":"low"}},\
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},\
            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AA=="}},\
            {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]},\
            {"role":"assistant","content":"Let me see.","reasoning_content":"Hm.",\
            "reasoning_details":[{"type":"reasoning.text","text":"Hm.","signature":"sig"}],\
            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"},\
            "extra_content":{"google":{"thought_signature":"c2ln"}}}]},\
            {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"The tool failed: "},{"type":"text","text":"cold"}]},\
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,BB=="}}]},\
            {"role":"user","content":"And?"}],\
            "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object"},"strict":true},"cache_control":{"type":"ephemeral"}}],\
            "tool_choice":{"type":"function","function":{"name":"weather"}},"parallel_tool_calls":false,\
            "max_completion_tokens":100,"temperature":0.5,"top_p":0.9,"top_k":40,"stop":["END"],"seed":7,\
            "frequency_penalty":0.1,"presence_penalty":0.2,"reasoning_effort":"medium",\
            "n":2,"logprobs":true,"top_logprobs":3,"user":"u"}""");
    assertThat(losses.fault()).isEmpty();
    assertThat(losses.dropped()).containsExactly("reasoning.max_tokens");
  }

  @Test
  void tellsWhatAPlainProviderDoesNotGet() {
    String body = write(conversation());

    assertThat(body).doesNotContain("cache_control", "reasoning_content", "extra_content", "top_k");
    assertThat(losses.dropped())
        .containsExactly(
            "cache_control", "reasoning_content", "extra_content", "reasoning.max_tokens");
    assertThat(losses.fault().orElseThrow().param()).hasValue("top_k");
  }

  @Test
  void readsAWholeAnswer() {
    String body =
        """
        {"id":"c","choices":[{"index":0,"finish_reason":"stop","logprobs":{"content":[]},"message":{"role":"assistant",
          "content":[{"type":"text","text":"It is "},{"type":"text","text":"cold."}],"reasoning":"Hm.",
          "reasoning_details":[{"type":"reasoning.text","text":"Hm.","signature":"sig"},{"type":"reasoning.encrypted","data":"xyz"}],
          "tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":""},
            "extra_content":{"google":{"thought_signature":"c2ln"}}}]}},
          {"index":1,"finish_reason":"length","message":{"content":null,"refusal":"No."}}],
         "usage":{"prompt_tokens":9,"completion_tokens":5,"prompt_cache_hit_tokens":4}}
        """;

    Answer answer = answer(body);

    assertThat(answer.choices().getFirst().blocks())
        .containsExactly(
            new Block.Thought("Hm.", "openai.openai:sig"),
            new Block.RedactedThought("openai.openai:xyz"),
            new Block.Text("It is cold."),
            new Block.Call("call_1", "weather", "{}", "c2ln"));
    assertThat(answer.choices().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(answer.choices().getFirst().logprobs()).isPresent();
    assertThat(answer.choices().get(1).blocks()).containsExactly(new Block.Refusal("No."));
    assertThat(answer.choices().get(1).finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage()).isEqualTo(new TokenUsage(9, 5, 4, 0, 0));
  }

  @Test
  void anAnswerWithoutAnEndIsAFault() {
    assertFailed("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}", "no finish reason");
    assertFailed(
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}",
        "finish reason error");
    assertFailed("{\"object\":\"error\",\"message\":\"boom\"}", "boom");
    assertFailed("<html>", "HTML");
  }

  private void assertFailed(String body, String words) {
    assertThat(wire.read(Calls.response(200, body), CALL, Calls.provider(Family.OPENAI)))
        .isInstanceOfSatisfying(
            Reading.Failed.class, failed -> assertThat(failed.fault().message()).contains(words));
  }

  private Answer answer(String body) {
    return switch (wire.read(Calls.response(200, body), CALL, Calls.provider(Family.OPENAI))) {
      case Reading.Answered(Answer answer) -> answer;
      case Reading.Failed(var fault) -> throw new AssertionError(fault);
    };
  }

  private String write(Conversation conversation, Quirk... quirks) {
    return new String(
        wire.write(conversation, CALL, Calls.provider(Family.OPENAI, quirks), losses).body(),
        UTF_8);
  }

  private static Conversation conversation() {
    return new Conversation(
        List.of(
            new Message.Instructions(List.of(new Part.Text("Be brief."), new Part.CacheMark("1h"))),
            new Message.User(
                List.of(
                    new Part.Text("Where?"),
                    new Part.ImageUrl("https://x.example/a.png", "low"),
                    new Part.Image("image/png", "AA==", ""),
                    new Part.Document("application/pdf", "AA==", "a.pdf"),
                    new Part.Audio("wav", "AA=="))),
            new Message.Assistant(
                List.of(
                    new Part.Thought("Hm.", "openai.openai:sig"),
                    new Part.Text("Let me see."),
                    new Part.Call("call_1", "weather", OSLO, "c2ln"))),
            new Message.ToolResult(
                "call_1",
                List.of(new Part.Text("cold"), new Part.Image("image/png", "BB==", "")),
                true),
            new Message.User(List.of(new Part.Text("And?")))),
        new ToolUse(
            List.of(new Tool("weather", "Tells it.", SCHEMA, true)),
            new Choice.Named("weather"),
            false,
            Optional.of(new Part.CacheMark(""))),
        new OutputFormat.Text(),
        new Sampling(
            OptionalLong.of(100),
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.9),
            OptionalLong.of(40),
            List.of("END"),
            OptionalLong.of(7),
            new Penalties(0.1, 0.2)),
        new Reasoning(Optional.empty(), OptionalLong.of(5_000), Optional.of(true)),
        new Wishes(
            2,
            true,
            OptionalLong.of(3),
            Optional.of("u"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("standard_only")),
        List.of());
  }
}
