package dev.strowger.dialects.api.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What in a body of the Messages API cannot be a conversation for everybody, and how that is told.
 */
class MessagesRefusalsTest {
  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "container":"c"|[container]
          "mcp_servers":[{"type":"url"}]|[mcp_servers]
          "mcp_servers":[]|[]
          "context_management":{"edits":[1]}|[context_management]
          "some_beta":1|[some_beta]
          "output_config":{"task_budget":{"type":"tokens"}}|[output_config.task_budget]
          "tools":[{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"any"}|[tools.0]
          "tools":[{"type":"bash_20250124","name":"bash"}],"tool_choice":{"type":"tool","name":"bash"}|[tools.0]
          "tools":[{"name":"a","input_schema":{},"defer_loading":true}]|[tools.0.defer_loading]
          "tools":[{"name":"a","input_schema":{},"eager_input_streaming":true}]|[]
          "system":[{"type":"text","text":"a","citations":[{"type":"x"}]}]|[system.0.citations]
          """)
  void namesWhatOnlyAnthropicKnows(String fields, String foreign) {
    assertThat(asked(fields).foreign()).hasToString(foreign);
  }

  @Test
  void namesBlocksThatOnlyAnthropicKnows() {
    Conversation asked =
        read(
            """
            {"max_tokens":9,"messages":[
             {"role":"user","content":[{"type":"container_upload","file_id":"f"},{"type":"text","text":"a"}]},
             {"role":"assistant","content":[{"type":"server_tool_use","id":"s","name":"web_search","input":{}},{"type":"text","text":"b"}]},
             {"role":"user","content":[{"type":"document","citations":{"enabled":true},"source":{"type":"url","url":"https://e"}}]}]}
            """);

    assertThat(asked.foreign())
        .containsExactly(
            "messages.0.content.0", "messages.1.content.0", "messages.2.content.0.citations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []|
          {HELLO}|max_tokens
          {"max_tokens":"9",HELLO}|max_tokens
          {"max_tokens":9}|messages
          {"max_tokens":9,"messages":[]}|messages
          {"max_tokens":9,"messages":[{"role":"tool","content":"a"}]}|messages.0.role
          {"max_tokens":9,"messages":[{"role":"user"}]}|messages.0.content
          {"max_tokens":9,"messages":[{"role":"user","content":[{"text":"a"}]}]}|messages.0.content.0.type
          {"max_tokens":9,"messages":[{"role":"user","content":[{"type":"text"}]}]}|messages.0.content.0.text
          {"max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"x"}}]}]}|messages.0.content.0.source.type
          {"max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","content":"a"}]}]}|messages.0.content.0.tool_use_id
          {"max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_result"}]}]}|messages.0.content.0
          {"max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":"{}"}]}]}|messages.0.content.0.input
          {"max_tokens":9,"system":[{"type":"image","source":{"type":"url","url":"https://e"}}],HELLO}|system
          {"max_tokens":9,"tools":[{"name":"a"}],HELLO}|tools.0.input_schema
          {"max_tokens":9,"tools":{},HELLO}|tools
          {"max_tokens":9,"tool_choice":{"type":"required"},HELLO}|tool_choice.type
          {"max_tokens":9,"tool_choice":{"type":"tool","name":"a"},HELLO}|tool_choice.name
          {"max_tokens":9,"temperature":1.5,HELLO}|temperature
          {"max_tokens":9,"stop_sequences":"a",HELLO}|stop_sequences
          {"max_tokens":9,"thinking":{"type":"enabled"},HELLO}|thinking.budget_tokens
          {"max_tokens":9,"thinking":{"type":"x"},HELLO}|thinking.type
          {"max_tokens":9,"output_config":{"effort":"x"},HELLO}|output_config.effort
          {"max_tokens":9,"output_format":{"type":"json_schema"},HELLO}|output_format.schema
          {"max_tokens":9,"service_tier":"x",HELLO}|service_tier
          """)
  void tellsWhatIsWrongAndWhere(String body, String param) {
    Reading reading = MessagesApi.answering().read(body.replace("HELLO", HELLO).getBytes(UTF_8));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().kind()).isEqualTo(FailureKind.BAD_REQUEST);
              assertThat(unreadable.fault().param()).isEqualTo(Optional.ofNullable(param));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"max_tokens":0,HELLO}|max_tokens
          {"max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}]}|messages.0.content.0.source.type
          """)
  void leavesToAnthropicWhatNobodyElseCanDo(String body, String param) {
    Reading reading = MessagesApi.answering().read(body.replace("HELLO", HELLO).getBytes(UTF_8));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(unreadable.fault().param()).hasValue(param);
            });
  }

  @Test
  void countsWithoutALimit() {
    assertThat(MessagesApi.counting().read(("{" + HELLO + "}").getBytes(UTF_8)))
        .isInstanceOf(Reading.Read.class);
  }

  @Property(tries = 2000)
  void readsAnythingToAValue(@ForAll("bodies") String body) {
    assertThat(MessagesApi.answering().read(body.getBytes(UTF_8))).isNotNull();
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> leaf =
        Arbitraries.of(
            "null",
            "true",
            "-1",
            "1e99",
            "\"\"",
            "\"user\"",
            "\"text\"",
            "\"tool_use\"",
            "[]",
            "{}",
            "\"tool_result\"",
            "\"assistant\"",
            "\"document\"",
            "\"ephemeral\"",
            "\"enabled\"");
    Arbitrary<String> name =
        Arbitraries.of(
            "type",
            "text",
            "content",
            "role",
            "source",
            "system",
            "tools",
            "tool_choice",
            "name",
            "input",
            "id",
            "thinking",
            "cache_control",
            "messages",
            "output_config",
            "metadata");
    return tree(leaf, name, 6);
  }

  private static Arbitrary<String> tree(Arbitrary<String> leaf, Arbitrary<String> name, int depth) {
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> below = Arbitraries.lazy(() -> tree(leaf, name, depth - 1));
    Arbitrary<String> field = Combinators.combine(name, below).as((n, v) -> "\"" + n + "\":" + v);
    return Arbitraries.oneOf(
        leaf,
        below.list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]"),
        field.list().ofMaxSize(5).map(items -> "{" + String.join(",", items) + "}"));
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
