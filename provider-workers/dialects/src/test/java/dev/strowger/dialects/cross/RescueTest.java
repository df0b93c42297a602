package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.StreamDecoder.Ending;
import dev.strowger.dialects.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that breaks off behind any of its events, and another provider that goes on with it. */
final class RescueTest {
  private static final String THOUGHT = "Let me weigh it 🌦.";
  private static final TokenUsage BEFORE = new TokenUsage(100, 20, 0, 0, 0);
  private static final TokenUsage OWN = new TokenUsage(100, 60, 0, 0, 0);
  private static final List<String> TOKENS = tokens();
  private static final String ANSWER = String.join("", TOKENS);

  /** How the next model understands what it is asked. */
  private enum Manner {
    CONTINUED,
    ANEW,
    OVERLAPPING;

    String text(String sent) {
      return switch (this) {
        case CONTINUED -> ANSWER.substring(sent.length());
        case ANEW -> ANSWER;
        case OVERLAPPING -> ANSWER.substring(Math.max(0, sent.length() - 30));
      };
    }
  }

  private static List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tokens.addAll(List.of(i == 0 ? "Nr. " + i : " Nr. " + i, " é🌦" + i, " word,"));
    }
    return tokens;
  }

  static Stream<Arguments> pairs() {
    List<Api> apis = List.of(Api.CHAT_COMPLETIONS, Api.COMPLETIONS, Api.RESPONSES, Api.MESSAGES);
    List<Family> first =
        List.of(Family.OPENAI, Family.ANTHROPIC, Family.GEMINI, Family.BEDROCK_CONVERSE);
    return apis.stream()
        .flatMap(
            api ->
                first.stream()
                    .flatMap(
                        broken ->
                            Stream.of(Family.values())
                                .map(next -> Arguments.of(api, broken, next))));
  }

  @ParameterizedTest(name = "{0}: {1} breaks, {2} goes on")
  @MethodSource("pairs")
  void theClientSeesOneAnswer(Api api, Family broken, Family next) {
    int rescued = 0;
    for (String thought : List.of("", THOUGHT)) {
      List<String> events = events(api, broken, thought);
      for (int cut = 1; cut <= events.size(); cut++) {
        String before = String.join("", events.subList(0, cut));
        SentAnswer sent = SentAnswer.read(api, before.getBytes(UTF_8));
        if (!sent.hold().isEmpty()) {
          assertThat(sent.text()).as(sent.hold()).isEqualTo(ANSWER);
          continue;
        }
        assertThat(sent.events()).isEqualTo(cut);
        assertThat(ANSWER).startsWith(sent.text());
        for (Manner manner : Manner.values()) {
          rescued++;
          Streamed rest = rest(api, next, sent, manner.text(sent.text()));
          String as = "%s behind event %d of: %s%s".formatted(manner, cut, before, rest.events());
          assertThat(rest.ending()).as(as).isInstanceOf(Ending.Completed.class);
          check(api, before + rest.events(), as);
          assertThat(((Ending.Completed) rest.ending()).usage()).isEqualTo(OWN);
        }
      }
    }
    assertThat(rescued).isGreaterThan(3 * 2 * TOKENS.size());
  }

  private static List<String> events(Api api, Family family, String thought) {
    byte[] told = Told.stream(family, thought, TOKENS);
    String all = new Exchange(family, "m", api).stream(told, 0).events();
    List<String> events = new ArrayList<>();
    for (String event : all.split("(?<=\n\n)")) {
      events.add(event);
    }
    return events;
  }

  private static Streamed rest(Api api, Family family, SentAnswer sent, String text) {
    Exchange exchange = new Exchange(family, "another-model", api);
    StreamDecoder decoder =
        Dialects.of(family)
            .streamRest(exchange.call("{}", true, false), Calls.provider(family), sent, BEFORE);
    // Thoughts that follow shown ones are nothing the client may see.
    byte[] bytes = Told.stream(family, sent.shown() ? "More thoughts." : "", pieces(text));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += 333) {
      out.writeBytes(decoder.feed(bytes, at, Math.min(333, bytes.length - at)));
    }
    Ending ending = decoder.end();
    if (ending instanceof Ending.Completed completed) {
      out.writeBytes(completed.lastEvents());
    }
    assertThat(decoder.pieces()).isGreaterThanOrEqualTo(pieces(text).size());
    assertThat(decoder.firstTokenSeen()).isEqualTo(sent.text().length() < ANSWER.length());
    return new Streamed(out.toString(UTF_8), ending);
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (String piece : text.split("(?<=[ ,])")) {
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private static void check(Api api, String stream, String as) {
    JsonNode whole = Assembled.of(api, stream);
    List<JsonNode> events = Assembled.events(stream);
    assertThat(text(api, whole)).as(as).isEqualTo(ANSWER);
    assertThat(usage(api, whole)).as(as).isEqualTo("200/80");
    switch (api) {
      case CHAT_COMPLETIONS, COMPLETIONS -> {
        assertThat(values(events, "id")).as(as).hasSize(1);
        assertThat(values(events, "created")).as(as).hasSize(1);
        assertThat(values(events, "model")).as(as).hasSize(1);
        assertThat(count(stream, "\"role\"")).as(as).isEqualTo(api == Api.COMPLETIONS ? 0 : 1);
        assertThat(count(stream, "\"finish_reason\":\"stop\"")).as(as).isEqualTo(1);
      }
      case RESPONSES -> {
        assertThat(count(stream, "event: response.created")).as(as).isEqualTo(1);
        assertThat(count(stream, "event: response.content_part.added")).as(as).isEqualTo(1);
        assertThat(count(stream, "event: response.completed")).as(as).isEqualTo(1);
        assertThat(whole.path("model").asText()).as(as).isEqualTo("m");
      }
      case MESSAGES -> {
        assertThat(count(stream, "event: message_start")).as(as).isEqualTo(1);
        assertThat(count(stream, "event: message_stop")).as(as).isEqualTo(1);
      }
      case EMBEDDINGS, COUNT_TOKENS -> throw new AssertionError(api);
    }
  }

  private static Set<String> values(List<JsonNode> events, String field) {
    Set<String> values = new HashSet<>();
    events.forEach(event -> values.add(event.path(field).asText()));
    return values;
  }

  private static int count(String stream, String word) {
    return stream.split(java.util.regex.Pattern.quote(word), -1).length - 1;
  }

  private static String text(Api api, JsonNode whole) {
    StringBuilder text = new StringBuilder();
    switch (api) {
      case CHAT_COMPLETIONS -> text.append(whole.at("/choices/0/message/content").asText());
      case COMPLETIONS -> text.append(whole.at("/choices/0/text").asText());
      case RESPONSES ->
          whole
              .path("output")
              .forEach(
                  item -> item.path("content").forEach(p -> text.append(p.path("text").asText())));
      case MESSAGES -> whole.path("content").forEach(b -> text.append(b.path("text").asText("")));
      case EMBEDDINGS, COUNT_TOKENS -> throw new AssertionError(api);
    }
    return text.toString();
  }

  private static String usage(Api api, JsonNode whole) {
    JsonNode usage = whole.path("usage");
    return switch (api) {
      case CHAT_COMPLETIONS, COMPLETIONS ->
          usage.path("prompt_tokens").asLong() + "/" + usage.path("completion_tokens").asLong();
      case RESPONSES, MESSAGES ->
          usage.path("input_tokens").asLong() + "/" + usage.path("output_tokens").asLong();
      case EMBEDDINGS, COUNT_TOKENS -> throw new AssertionError(api);
    };
  }
}
