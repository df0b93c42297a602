package dev.strowger.dialects.api.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {
  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

  @Test
  void readsEveryKindOfMessage() {
    Conversation conversation =
        read(
            """
            {"messages":[
              {"role":"system","content":"a"},
              {"role":"developer","content":[{"type":"text","text":"b"}]},
              {"role":"user","content":[
                {"type":"text","text":"c"},
                {"type":"image_url","image_url":{"url":"http://x/y.png"}},
                {"type":"image_url","image_url":{"url":"data:image/png;name=x;base64,AA=="}},
                {"type":"input_audio","input_audio":{"data":"BB==","format":"wav"}},
                {"type":"file","file":{"filename":"f","file_data":"data:text/csv;base64,CC=="}}]},
              {"role":"assistant","content":"d","refusal":"e"},
              {"role":"tool","tool_call_id":"1","content":"f"}]}
            """);

    assertThat(conversation.messages())
        .containsExactly(
            new Message.Instructions(List.of(new Part.Text("a"))),
            new Message.Instructions(List.of(new Part.Text("b"))),
            new Message.User(
                List.of(
                    new Part.Text("c"),
                    new Part.ImageUrl("http://x/y.png", ""),
                    new Part.Image("image/png", "AA==", ""),
                    new Part.Audio("wav", "BB=="),
                    new Part.Document("text/csv", "CC==", "f"))),
            new Message.Assistant(List.of(new Part.Text("d"), new Part.Refusal("e"))),
            new Message.ToolResult("1", List.of(new Part.Text("f")), false));
  }

  @Test
  void readsHowToAnswer() {
    Conversation conversation =
        read(
            "{\"max_tokens\":9,\"temperature\":0.5,\"top_p\":1,\"stop\":[\"a\",\"b\"],\"seed\":-1,"
                + "\"presence_penalty\":-2,\"user\":\"u\",\"n\":3,\"top_logprobs\":2,"
                + "\"reasoning_effort\":\"low\","
                + HELLO
                + "}");

    Conversation.Sampling sampling = conversation.sampling();
    assertThat(sampling.maxTokens()).isEqualTo(OptionalLong.of(9));
    assertThat(sampling.temperature()).isEqualTo(OptionalDouble.of(0.5));
    assertThat(sampling.topP()).isEqualTo(OptionalDouble.of(1));
    assertThat(sampling.stop()).containsExactly("a", "b");
    assertThat(sampling.seed()).isEqualTo(OptionalLong.of(-1));
    assertThat(sampling.penalties()).isEqualTo(new Conversation.Penalties(0, -2));
    assertThat(conversation.wishes().choices()).isEqualTo(3);
    assertThat(conversation.wishes().logprobs()).isTrue();
    assertThat(conversation.wishes().user()).hasValue("u");
    assertThat(conversation.reasoning().effort()).hasValue("low");
  }

  @Test
  void takesNothingForGranted() {
    Conversation conversation =
        read(
            "{\"temperature\":null,\"stop\":null,\"tools\":null,\"tool_choice\":null,"
                + "\"response_format\":null,\"n\":null,\"logit_bias\":{},\"metadata\":{},\"store\":false,"
                + HELLO
                + "}");

    assertThat(conversation.sampling().temperature()).isEmpty();
    assertThat(conversation.sampling().stop()).isEmpty();
    assertThat(conversation.tools())
        .isEqualTo(new ToolUse(List.of(), new Choice.Auto(), true, Optional.empty()));
    assertThat(conversation.output()).isEqualTo(new OutputFormat.Text());
    assertThat(conversation.wishes().choices()).isEqualTo(1);
    assertThat(conversation.foreign()).isEmpty();
    assertThat(conversation.hints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}|messages|expected a list with at least one message
          {"messages":"hi"}|messages|expected a list with at least one message
          {"messages":{"role":"user"}}|messages|expected a list with at least one message
          {"messages":[{"role":"user","content":{"type":"text"}}]}|messages[0].content|expected a text or a list of parts
          {"messages":[{"role":"assistant","tool_calls":{"id":"1"}}]}|messages[0].tool_calls|expected a list
          {"messages":[{"role":"critic","content":"a"}]}|messages[0].role|expected system, developer, user, assistant or tool
          {"messages":[{"role":"function","name":"f","content":"a"}]}|messages[0]|there is no function call that this could be the result of
          {"messages":[{"role":"user","content":[{"type":"refusal","refusal":"no"}]}]}|messages[0].content|refusals and thoughts may stand in an assistant's message only
          {"messages":[{"role":"user"}]}|messages[0].content|expected a text or a list of parts
          {"messages":[{"role":"user","content":[{"type":"video"}]}]}|messages[0].content[0].type|expected text, image_url, input_audio or file
          {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,AA"}}]}]}|messages[0].content[0].image_url.url|expected an http(s) URL or a data URL in base64
          {"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]}|messages[0].content[0].file.file_id|uploaded files are not shared between providers
          {"messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"https://x"}}]}]}|messages[0].content|only text may stand in a message of this role
          {"messages":[{"role":"tool","content":"a"}]}|messages[0].tool_call_id|expected a text
          {"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"[1]"}}]}]}|messages[0].tool_calls[0].function.arguments|expected the text of a JSON object
          {"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"custom"}]}]}|messages[0].tool_calls[0].type|this target knows tool calls of type function only
          {"tools":{"type":"function"},HELLO}|tools|expected a list
          {"tools":[{"type":"custom"}],"tool_choice":"required",HELLO}|tool_choice|a call is required, but there are no tools this target knows
          {"tool_choice":{"type":"custom","custom":{"name":"c"}},HELLO}|tool_choice.type|expected function or allowed_tools
          {"tools":[{"type":"function","function":{}}],HELLO}|tools[0].function.name|expected a text
          {"tool_choice":"always",HELLO}|tool_choice|expected auto, none, required or a named function
          {"tool_choice":{"type":"function","function":{"name":"f"}},HELLO}|tool_choice.function.name|no tool of this name is among the tools
          {"functions":[{}],HELLO}|functions[0].name|expected a text
          {"functions":[{"name":"f"}],"function_call":{"name":"g"},HELLO}|function_call.name|no tool of this name is among the tools
          {"logit_bias":[1],HELLO}|logit_bias|expected an object of token ids and numbers
          {"n":0,HELLO}|n|expected a number from 1 to 128
          {"n":129,HELLO}|n|expected a number from 1 to 128
          {"reasoning":{"effort":3},HELLO}|reasoning.effort|expected a text
          {"thinking":{"type":"enabled","budget_tokens":"many"},HELLO}|thinking.budget_tokens|expected a whole number
          {"temperature":3,HELLO}|temperature|expected a number from 0.0 to 2.0
          {"temperature":"hot",HELLO}|temperature|expected a number from 0.0 to 2.0
          {"max_tokens":1.5,HELLO}|max_tokens|expected a whole number
          {"stop":5,HELLO}|stop|expected a text or a list of texts
          {"parallel_tool_calls":"no",HELLO}|parallel_tool_calls|expected true or false
          {"response_format":{"type":"xml"},HELLO}|response_format.type|expected text, json_object or json_schema
          {"response_format":{"type":"json_schema","json_schema":{}},HELLO}|response_format.json_schema.schema|expected a JSON schema
          """)
  void refusesByNameWhatItCannotRead(String body, String param, String message) {
    assertThat(new ChatApi().read(body.replace("HELLO", HELLO).getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(unreadable.fault().param()).hasValue(param);
              assertThat(unreadable.fault().message()).isEqualTo(param + ": " + message);
            });
  }

  @Test
  void aUrlOfAnotherKindIsTheRequestsOwnFault() {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"ftp://x\"}}]}]}";

    assertThat(new ChatApi().read(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().kind()).isEqualTo(FailureKind.BAD_REQUEST);
              assertThat(unreadable.fault().param())
                  .hasValue("messages[0].content[0].image_url.url");
            });
  }

  private static Conversation read(String body) {
    return switch (new ChatApi().read(body.getBytes(UTF_8))) {
      case Reading.Read(Conversation conversation) -> conversation;
      case Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
