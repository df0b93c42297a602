package dev.strowger.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Penalties;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicThinkingTest {
  private static final Message ASKED = new Message.User(List.of(new Part.Text("Hello")));
  private static final Part.Call CALL =
      new Part.Call("c", "t", JsonNodeFactory.instance.objectNode(), "");
  private static final Message RESULT = new Message.ToolResult("c", List.of(), false);

  private final Losses losses = new Losses(true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          claude-3-5-haiku-20241022|medium|-|-|[reasoning_effort]
          claude-3-7-sonnet-20250219|low|{"type":"enabled","budget_tokens":2000}|-|[]
          claude-opus-4-20250514|high|{"type":"enabled","budget_tokens":8000}|-|[]
          claude-sonnet-4-5|xhigh|{"type":"enabled","budget_tokens":9500}|-|[]
          claude-sonnet-4-5|none|-|-|[]
          claude-opus-4-5-20251101|xhigh|{"type":"enabled","budget_tokens":9500}|high|[]
          claude-opus-4-6|xhigh|{"type":"adaptive","display":"summarized"}|max|[]
          claude-opus-4-7|xhigh|{"type":"adaptive","display":"summarized"}|xhigh|[]
          claude-opus-4-7|minimal|{"type":"adaptive","display":"summarized"}|low|[]
          claude-opus-4-7|none|{"type":"disabled"}|-|[]
          claude-fable-5|none|-|low|[reasoning_effort]
          claude-of-the-future|medium|{"type":"adaptive","display":"summarized"}|medium|[]
          anthropic.claude-opus-4-6-v1|low|{"type":"adaptive","display":"summarized"}|low|[]
          kimi-k2|medium|{"type":"enabled","budget_tokens":5000}|-|[]
          """)
  void speaksOfThinkingAsTheModelUnderstands(
      String model, String effort, String config, String level, String dropped) {
    AnthropicThinking thinking = think(model, effort, 10_000, false, List.of(ASKED));

    assertThat(thinking.config().map(Object::toString).orElse("-")).isEqualTo(config);
    assertThat(thinking.effort().orElse("-")).isEqualTo(level);
    assertThat(losses.dropped()).hasToString(dropped);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5,[reasoning_effort],-",
    "claude-opus-4-5,[],medium",
    "claude-opus-4-7,[],medium"
  })
  void doesNotThinkWhereAToolMustBeCalled(String model, String dropped, String level) {
    AnthropicThinking thinking = think(model, "medium", 10_000, true, List.of(ASKED));

    assertThat(thinking.on()).isFalse();
    assertThat(thinking.effort().orElse("-")).isEqualTo(level);
    assertThat(losses.dropped()).hasToString(dropped);
  }

  @Test
  void doesNotThinkWithinATinyLimit() {
    assertThat(think("claude-sonnet-4-5", "high", 1_024, false, List.of(ASKED)).on()).isFalse();
    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void leavesRoomForTheAnswer() {
    AnthropicThinking thinking = think("claude-sonnet-4-5", "low", 1_500, false, List.of(ASKED));

    assertThat(thinking.config().orElseThrow().path("budget_tokens").asLong()).isEqualTo(1_024);
  }

  @Test
  void doesNotThinkInATurnThatBeganWithoutThoughts() {
    Message called = new Message.Assistant(List.of(CALL));

    assertThat(
            think("claude-sonnet-4-5", "high", 9_000, false, List.of(ASKED, called, RESULT)).on())
        .isFalse();
    assertThat(think("claude-opus-4-7", "high", 9_000, false, List.of(ASKED, called, RESULT)).on())
        .isTrue();
  }

  @Test
  void thinksOnInATurnThatBeganWithThoughts() {
    Message called = new Message.Assistant(List.of(new Part.Thought("Hm.", "sig"), CALL));

    assertThat(
            think("claude-sonnet-4-5", "high", 9_000, false, List.of(ASKED, called, RESULT)).on())
        .isTrue();
  }

  @Test
  void doesNotThinkWhereItContinuesAnAnswer() {
    Message begun = new Message.Assistant(List.of(new Part.Text("I am")));

    assertThat(think("claude-opus-4-6", "high", 9_000, false, List.of(ASKED, begun)).on())
        .isFalse();
  }

  @Test
  void followsTheProvidersEntry() {
    Provider plain = Calls.provider(Family.ANTHROPIC);
    Provider provider =
        new Provider(
            plain.name(),
            plain.dialect(),
            URI.create("https://provider.example"),
            plain.baseUrlEnv(),
            plain.authentication(),
            Map.of(),
            Set.of(),
            new Provider.Traits(
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of("thinking", "adaptive", "max_tokens", "64000")));

    ClaudeModel model = ClaudeModel.of("claude-sonnet-4-5", provider);

    assertThat(model.thinking()).isEqualTo(ClaudeModel.Thinking.ADAPTIVE);
    assertThat(model.maxTokens()).isEqualTo(64_000);
  }

  private AnthropicThinking think(
      String model, String effort, long maxTokens, boolean forced, List<Message> messages) {
    Conversation asked =
        new Conversation(
            messages,
            new ToolUse(List.of(), new ToolUse.Choice.Auto(), true, Optional.empty()),
            new OutputFormat.Text(),
            new Sampling(
                OptionalLong.of(maxTokens),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                List.of(),
                OptionalLong.empty(),
                new Penalties(0, 0)),
            new Reasoning(Optional.of(effort), OptionalLong.empty(), Optional.empty()),
            Wishes.NONE,
            List.of());
    return AnthropicThinking.of(
        asked, ClaudeModel.of(model, Calls.provider(Family.ANTHROPIC)), maxTokens, forced, losses);
  }
}
