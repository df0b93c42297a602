package dev.strowger.dialects.api.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesRequestTest {
  @Test
  void aTextIsWhatTheUserSays() {
    Conversation conversation = read("{\"instructions\":\"be brief\",\"input\":\"Hello\"}");

    assertThat(conversation.messages())
        .containsExactly(
            new Message.Instructions(List.of(new Part.Text("be brief"))),
            new Message.User(List.of(new Part.Text("Hello"))));
    assertThat(conversation.tools())
        .isEqualTo(new ToolUse(List.of(), new Choice.Auto(), true, Optional.empty()));
    assertThat(conversation.output()).isEqualTo(new OutputFormat.Text());
    assertThat(conversation.reasoning()).isEqualTo(Reasoning.UNSET);
    assertThat(conversation.wishes()).isEqualTo(Conversation.Wishes.NONE);
  }

  @Test
  void whatTheModelGaveInARowIsOneMessage() {
    Conversation conversation =
        read(
            """
            {"input":[
              {"role":"developer","content":"a"},
              {"type":"message","role":"user","content":[
                {"type":"input_text","text":"b","prompt_cache_breakpoint":{"mode":"explicit"}},
                {"type":"input_image","image_url":"https://x/y.png","detail":"high"},
                {"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"auto"},
                {"type":"input_file","file_url":"https://x/f.pdf"},
                {"type":"input_file","filename":"f","file_data":"data:text/csv;base64,CC=="},
                {"type":"input_audio","input_audio":{"format":"wav","data":"BB=="}}]},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],
               "encrypted_content":"strowger.signature.s"},
              {"type":"reasoning","id":"rs_2","summary":[],
               "encrypted_content":"strowger.redacted.e"},
              {"type":"message","role":"assistant","id":"msg_1","status":"completed","content":[
                {"type":"output_text","text":"c","annotations":[]},
                {"type":"refusal","refusal":"d"}]},
              {"type":"function_call","id":"fc_1","call_id":"1","name":"f","arguments":"{}",
               "extra_content":{"google":{"thought_signature":"p"}}},
              {"type":"function_call","call_id":"2","name":"g","arguments":"{\\"x\\":1}"},
              {"type":"function_call_output","call_id":"1","output":"o"},
              {"type":"function_call_output","call_id":"2","output":[
                {"type":"input_text","text":"p"},
                {"type":"input_image","image_url":"https://x/z.png"}]},
              {"role":"assistant","content":"e"}]}
            """);

    JsonNodeFactory nodes = JsonNodeFactory.instance;
    assertThat(conversation.messages())
        .containsExactly(
            new Message.Instructions(List.of(new Part.Text("a"))),
            new Message.User(
                List.of(
                    new Part.Text("b"),
                    new Part.CacheMark(""),
                    new Part.ImageUrl("https://x/y.png", "high"),
                    new Part.Image("image/png", "AA==", "auto"),
                    new Part.DocumentUrl("https://x/f.pdf", ""),
                    new Part.Document("text/csv", "CC==", "f"),
                    new Part.Audio("wav", "BB=="))),
            new Message.Assistant(
                List.of(
                    new Part.Thought("t", "s"),
                    new Part.RedactedThought("e"),
                    new Part.Text("c"),
                    new Part.Refusal("d"),
                    new Part.Call("1", "f", nodes.objectNode(), "p"),
                    new Part.Call("2", "g", nodes.objectNode().put("x", 1), ""))),
            new Message.ToolResult("1", List.of(new Part.Text("o")), false),
            new Message.ToolResult(
                "2", List.of(new Part.Text("p"), new Part.ImageUrl("https://x/z.png", "")), false),
            new Message.Assistant(List.of(new Part.Text("e"))));
    assertThat(conversation.hints()).isEmpty();
    assertThat(conversation.foreign()).isEmpty();
  }

  @Test
  void thoughtsAnotherProviderHasLockedAreLeftOutAndTold() {
    Conversation conversation =
        read(
            """
            {"input":[{"role":"user","content":"a"},
              {"type":"reasoning","summary":[],"encrypted_content":"gAAAA"},
              {"type":"reasoning","summary":[{"type":"summary_text","text":"s"}],
               "content":[{"type":"reasoning_text","text":"t"}],"encrypted_content":null},
              {"role":"assistant","content":"b","phase":"final_answer"}]}
            """);

    assertThat(conversation.messages().getLast().parts())
        .containsExactly(new Part.Thought("t", ""), new Part.Text("b"));
    assertThat(conversation.hints())
        .containsExactly("input[1].encrypted_content", "input[3].phase");
  }

  @Test
  void readsHowToAnswer() {
    Conversation conversation =
        read(
            """
            {"input":"a","max_output_tokens":9,"temperature":0.5,"top_p":1,"top_logprobs":2,
             "reasoning":{"effort":"low","summary":"auto","context":"auto"},
             "text":{"verbosity":"low","format":{"type":"json_schema","name":"n",
                     "schema":{"type":"object"},"strict":true,"description":"d"}},
             "include":["reasoning.encrypted_content","message.output_text.logprobs"],
             "user":"u","service_tier":"flex","truncation":"disabled","store":true,
             "background":false,"metadata":{"a":"b"},"previous_response_id":"resp_1",
             "max_tool_calls":3,"stream":true,"stream_options":{"include_obfuscation":false},
             "prompt_cache_key":"k","tools":[
               {"type":"function","name":"f","description":null,"parameters":null,"strict":null},
               {"type":"function","name":"g","description":"d","strict":true}],
             "tool_choice":{"type":"allowed_tools","mode":"required",
                            "tools":[{"type":"function","name":"g"}]},
             "parallel_tool_calls":false}
            """);

    assertThat(conversation.sampling().maxTokens()).hasValue(9);
    assertThat(conversation.sampling().temperature()).hasValue(0.5);
    assertThat(conversation.sampling().topP()).hasValue(1);
    assertThat(conversation.reasoning())
        .isEqualTo(new Reasoning(Optional.of("low"), OptionalLong.empty(), Optional.of(true)));
    assertThat(conversation.output())
        .isEqualTo(
            new OutputFormat.JsonSchema(
                "n", "d", JsonNodeFactory.instance.objectNode().put("type", "object"), true));
    assertThat(conversation.wishes().logprobs()).isTrue();
    assertThat(conversation.wishes().topLogprobs()).hasValue(2);
    assertThat(conversation.wishes().user()).hasValue("u");
    assertThat(conversation.wishes().verbosity()).hasValue("low");
    assertThat(conversation.wishes().serviceTier()).hasValue("flex");
    assertThat(conversation.tools().tools())
        .singleElement()
        .satisfies(
            tool -> {
              assertThat(tool.name()).isEqualTo("g");
              assertThat(tool.description()).isEqualTo("d");
              assertThat(tool.strict()).isTrue();
            });
    assertThat(conversation.tools().choice()).isEqualTo(new Choice.Required());
    assertThat(conversation.tools().parallel()).isFalse();
    assertThat(conversation.foreign()).isEmpty();
    assertThat(conversation.hints()).containsExactly("prompt_cache_key");
  }

  @Test
  void namesWhatNoOtherFamilyKnows() {
    Conversation conversation =
        read(
            """
            {"input":"a","truncation":"auto","moderation":{"model":"x"},
             "context_management":[{"type":"compaction"}],
             "reasoning":{"mode":"pro","context":"all_turns"},
             "tools":[{"type":"web_search"},{"type":"function","name":"f"},
                      {"type":"mcp","server_label":"s"},{"type":"custom","name":"c"}]}
            """);

    assertThat(conversation.foreign())
        .containsExactlyInAnyOrder(
            "truncation",
            "moderation",
            "context_management",
            "reasoning.mode",
            "reasoning.context",
            "tools[0]",
            "tools[2]",
            "tools[3]");
    assertThat(conversation.tools().tools()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "auto"                          | Auto[]
          "none"                          | None[]
          "required"                      | Required[]
          {"type":"function","name":"f"}  | Named[name=f]
          null                            | Auto[]
          """)
  void readsWhichToolToCall(String choice, String expected) {
    assertThat(
            read("{\"input\":\"a\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],"
                    + "\"tool_choice\":"
                    + choice
                    + "}")
                .tools()
                .choice())
        .hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}|input|expected a text or a list with at least one item
          {"input":[]}|input|expected a text or a list with at least one item
          {"input":"a","instructions":5}|instructions|expected a text or a list of parts
          {"input":[{"type":"item_reference","id":"msg_1"}]}|input[0]|send the item itself, or previous_response_id instead of it
          {"input":[{"type":"web_search_call"}]}|input[0].type|expected message, reasoning, function_call or function_call_output
          {"input":[{"role":"critic","content":"a"}]}|input[0].role|expected system, developer, user or assistant
          {"input":[{"role":"user"}]}|input[0].content|expected a text or a list of parts
          {"input":[{"role":"user","content":[{"type":"video"}]}]}|input[0].content[0].type|expected input_text, input_image, input_file, output_text or refusal
          {"input":[{"role":"system","content":[{"type":"input_image","image_url":"https://x"}]}]}|input[0].content[0].type|a part of this type may not stand in this place
          {"input":[{"role":"user","content":[{"type":"refusal","refusal":"no"}]}]}|input[0].content[0].type|a part of this type may not stand in this place
          {"input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]}|input[0].content[0].file_id|uploaded files are not shared between providers
          {"input":[{"role":"user","content":[{"type":"input_file","file_data":"AA=="}]}]}|input[0].content[0].file_data|expected an http(s) URL or a data URL in base64
          {"input":[{"type":"function_call","name":"f","arguments":"{}"}]}|input[0].call_id|expected a text
          {"input":[{"type":"function_call","call_id":"1","name":"f","arguments":"["}]}|input[0].arguments|expected the text of a JSON object
          {"input":[{"type":"function_call_output","output":"a"}]}|input[0].call_id|expected a text
          {"input":"a","background":true}|background|answers are given while the client waits
          {"input":"a","conversation":"conv_1"}|conversation|use previous_response_id, conversations are not kept here
          {"input":"a","prompt":{"id":"p"}}|prompt|prompts that a provider keeps are not shared between providers
          {"input":"a","text":{"format":{"type":"xml"}}}|text.format.type|expected text, json_object or json_schema
          {"input":"a","text":{"format":{"type":"json_schema","name":"n"}}}|text.format.schema|expected a JSON schema
          {"input":"a","text":{"verbosity":1}}|text.verbosity|expected a text
          {"input":"a","reasoning":{"effort":1}}|reasoning.effort|expected a text
          {"input":"a","tools":{}}|tools|expected a list
          {"input":"a","tools":[{"type":"function"}]}|tools[0].name|expected a text
          {"input":"a","tool_choice":"required"}|tool_choice|a call is required, but there are no tools this target knows
          {"input":"a","tool_choice":{"type":"function","name":"f"}}|tool_choice.name|no tool of this name is among the tools
          {"input":"a","tool_choice":{"type":"mcp"}}|tool_choice.type|expected function or allowed_tools
          {"input":"a","max_output_tokens":"many"}|max_output_tokens|expected a whole number
          """)
  void refusesByNameWhatItCannotRead(String body, String param, String message) {
    assertThat(new ResponsesApi().read(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(unreadable.fault().message()).isEqualTo(param + ": " + message);
              assertThat(unreadable.fault().param()).hasValue(param);
            });
  }

  private static Conversation read(String body) {
    return switch (new ResponsesApi().read(body.getBytes(UTF_8))) {
      case Reading.Read(Conversation conversation) -> conversation;
      case Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
