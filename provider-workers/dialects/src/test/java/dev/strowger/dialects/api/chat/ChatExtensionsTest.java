package dev.strowger.dialects.api.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients send beyond OpenAI's own description, and what OpenAI has given up. */
class ChatExtensionsTest {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  @Test
  void aCacheMarkFollowsWhatItIsOn() {
    Conversation conversation =
        read(
            """
            {"messages":[
              {"role":"system","content":[
                {"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},
                {"type":"text","text":"b"}]},
              {"role":"user","content":"c","cache_control":{"type":"ephemeral"}},
              {"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y"},
                "prompt_cache_breakpoint":{"mode":"explicit","ttl":"12h"}}]}],
             "tools":[
               {"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}},
               {"type":"function","function":{"name":"g"}}]}
            """);

    assertThat(conversation.messages())
        .containsExactly(
            new Message.Instructions(
                List.of(new Part.Text("a"), new Part.CacheMark("1h"), new Part.Text("b"))),
            new Message.User(List.of(new Part.Text("c"), new Part.CacheMark(""))),
            new Message.User(
                List.of(new Part.ImageUrl("https://x/y", ""), new Part.CacheMark(""))));
    assertThat(conversation.tools().cacheMark()).hasValue(new Part.CacheMark(""));
  }

  @Test
  void thoughtsComeBackInFrontOfWhatWasSaid() {
    assertThat(
            said(
                """
                "content":"d","reasoning_content":"t u",
                "reasoning_details":[
                  {"type":"reasoning.text","text":"t","signature":"s","index":0},
                  {"type":"reasoning.encrypted","data":"e","index":1},
                  {"type":"reasoning.summary","summary":"u","index":2}]
                """))
        .containsExactly(
            new Part.Thought("t", "s"),
            new Part.RedactedThought("e"),
            new Part.Thought("u", ""),
            new Part.Text("d"));
  }

  @Test
  void piecesOfAThoughtThatCameInAStreamAreJoined() {
    assertThat(
            said(
                """
                "content":null,
                "reasoning_details":[
                  {"type":"reasoning.text","text":"one ","index":0},
                  {"type":"reasoning.text","text":"two","signature":null,"index":0},
                  {"type":"reasoning.text","text":"","signature":"s","index":0},
                  {"type":"reasoning.text","text":"three","index":1}]
                """))
        .containsExactly(new Part.Thought("one two", "s"), new Part.Thought("three", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "reasoning_content":"t"
          "reasoning":"t"
          "reasoning":"t","reasoning_content":null
          "reasoning_details":[{"type":"reasoning.text","text":"t"}]
          "thinking_blocks":[{"type":"thinking","thinking":"t"}]
          "content":[{"type":"thinking","thinking":"t"}]
          """)
  void thoughtsAreReadInEveryFormThereIs(String field) {
    assertThat(said(field)).containsExactly(new Part.Thought("t", ""));
  }

  @Test
  void aCallKeepsTheProofOfTheThoughtsBehindIt() {
    assertThat(
            said(
                """
                "content":null,"tool_calls":[
                  {"id":"1","type":"function","function":{"name":"f","arguments":""},
                   "extra_content":{"google":{"thought_signature":"s"}}},
                  {"id":"2","type":"function","function":{"name":"g","arguments":"{}"}}]
                """))
        .containsExactly(
            new Part.Call("1", "f", NOTHING, "s"), new Part.Call("2", "g", NOTHING, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          "reasoning_effort":"low"                              | low    | -1   | -
          "reasoning":{"effort":"high","exclude":true}          | high   | -1   | false
          "reasoning":{"max_tokens":2000,"exclude":false}       | -      | 2000 | true
          "reasoning":{"enabled":true}                          | medium | -1   | -
          "reasoning":{"enabled":false}                         | none   | -1   | -
          "thinking":{"type":"enabled","budget_tokens":1024}    | -      | 1024 | -
          "thinking":{"type":"disabled"}                        | none   | -1   | -
          "thinking":{"type":"adaptive"},"include_reasoning":false | medium | -1 | false
          "reasoning_effort":"low","thinking":{"type":"adaptive"}  | low    | -1 | -
          """)
  void readsHowMuchToThink(String field, String effort, long budget, Boolean shown) {
    assertThat(read("{" + field + ",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"))
        .extracting(Conversation::reasoning)
        .isEqualTo(
            new Reasoning(
                Optional.ofNullable(effort),
                budget < 0 ? OptionalLong.empty() : OptionalLong.of(budget),
                Optional.ofNullable(shown)));
  }

  @Test
  void namesWhatNoOtherFamilyKnows() {
    Conversation conversation =
        read(
            """
            {"messages":[{"role":"user","content":"a","name":"ann"},
                         {"role":"assistant","content":"b","audio":{"id":"x"}},
                         {"role":"tool","tool_call_id":"1","name":"f","content":"c"}],
             "audio":{"voice":"alloy"},"modalities":["text","audio"],"web_search_options":{"a":1},
             "tools":[{"type":"custom","custom":{"name":"c"}},
                      {"type":"function","function":{"name":"f","strict":true}}],
             "min_p":0.1,"bad name\\r\\nx-evil: 1":true,
             "metadata":{"team":"a"},"store":true,"prediction":{"type":"content","content":"x"},
             "prompt_cache_key":"k","stream_options":{"include_usage":true},
             "top_k":40,"logit_bias":{"50256":-100},"verbosity":"low","service_tier":"flex",
             "user":"u","safety_identifier":"s"}
            """);

    assertThat(conversation.foreign())
        .containsExactlyInAnyOrder(
            "messages[1].audio",
            "audio",
            "modalities",
            "web_search_options",
            "tools[0]",
            "min_p",
            "unknown");
    assertThat(conversation.hints())
        .containsExactlyInAnyOrder(
            "messages[0].name", "metadata", "store", "prediction", "prompt_cache_key");
    assertThat(conversation.tools().tools())
        .extracting(ToolUse.Tool::name, ToolUse.Tool::strict)
        .containsExactly(tuple("f", true));
    assertThat(conversation.sampling().topK()).hasValue(40);
    assertThat(conversation.wishes().user()).hasValue("s");
    assertThat(conversation.wishes().verbosity()).hasValue("low");
    assertThat(conversation.wishes().serviceTier()).hasValue("flex");
    assertThat(conversation.wishes().logitBias())
        .hasValueSatisfying(bias -> assertThat(bias.path("50256").asInt()).isEqualTo(-100));
  }

  @Test
  void functionsAreToolsThatAreCalledOneByOne() {
    Conversation conversation =
        read(
            """
            {"messages":[
              {"role":"user","content":"a"},
              {"role":"assistant","content":null,
               "function_call":{"name":"f","arguments":"{\\"x\\":1}"}},
              {"role":"function","name":"f","content":"b"}],
             "functions":[{"name":"f","description":"d","parameters":{"type":"object"}}],
             "function_call":{"name":"f"}}
            """);

    assertThat(conversation.messages().subList(1, 3))
        .containsExactly(
            new Message.Assistant(
                List.of(
                    new Part.Call(
                        "call_1", "f", JsonNodeFactory.instance.objectNode().put("x", 1), ""))),
            new Message.ToolResult("call_1", List.of(new Part.Text("b")), false));
    assertThat(conversation.tools().choice()).isEqualTo(new ToolUse.Choice.Named("f"));
    assertThat(conversation.tools().parallel()).isFalse();
    assertThat(conversation.tools().tools()).extracting(ToolUse.Tool::name).containsExactly("f");
  }

  @Test
  void aFileMayBeFetchedByTheProvider() {
    Conversation conversation =
        read(
            """
            {"messages":[{"role":"tool","tool_call_id":"1","content":[
              {"type":"text","text":"see"},
              {"type":"file","file":{"file_url":"https://x/a.pdf","filename":"a.pdf"}},
              {"type":"file","file":{"file_data":"https://x/b.pdf"}},
              {"type":"image_url","image_url":{"url":"https://x/c.png","detail":"low"}}]}]}
            """);

    assertThat(conversation.messages().getFirst().parts())
        .containsExactly(
            new Part.Text("see"),
            new Part.DocumentUrl("https://x/a.pdf", "a.pdf"),
            new Part.DocumentUrl("https://x/b.pdf", ""),
            new Part.ImageUrl("https://x/c.png", "low"));
  }

  private static List<Part> said(String fields) {
    Message message =
        read("{\"messages\":[{\"role\":\"assistant\"," + fields + "}]}").messages().getFirst();
    assertThat(message).isInstanceOf(Message.Assistant.class);
    return message.parts();
  }

  private static Conversation read(String body) {
    return switch (new ChatApi().read(body.getBytes(UTF_8))) {
      case Reading.Read(Conversation conversation) -> conversation;
      case Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
