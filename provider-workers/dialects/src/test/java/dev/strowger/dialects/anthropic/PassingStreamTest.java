package dev.strowger.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.StreamDecoder.Ending;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassingStreamTest {
  private static final Dialect.Call CALL =
      new Dialect.Call(
          Api.MESSAGES,
          Calls.ID,
          Calls.CREATED,
          "m",
          "any",
          true,
          false,
          false,
          Map.of(),
          "{}".getBytes(UTF_8));

  private final Dialect dialect = Dialects.of(Family.ANTHROPIC);
  private final StreamDecoder decoder = dialect.stream(CALL, Calls.provider(Family.ANTHROPIC));

  @Test
  void isBrokenWhereTheStreamBreaksOff() {
    feed("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}");

    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            Ending.Broken.class, broken -> assertThat(broken.usage().input()).isEqualTo(5));
  }

  @Test
  void addsTheLastEventWhereOnlyThatIsMissing() {
    feed("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}");

    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            Ending.Completed.class,
            completed -> {
              assertThat(completed.finishReason()).isEqualTo("stop");
              assertThat(completed.lastEvents())
                  .asString()
                  .isEqualTo("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
            });
  }

  @Test
  void leavesErrorsToTheDoor() {
    assertThat(feed("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\"}}"))
        .isEmpty();
    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.end()).isInstanceOf(Ending.Broken.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}|false
          {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a"}}|true
          {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}|false
          {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}|true
          {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"a"}}|true
          {"type":"ping"}|false
          """)
  void knowsWhenAUserSeesSomething(String event, boolean visible) {
    feed(event);

    assertThat(decoder.firstTokenSeen()).isEqualTo(visible);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          429|{"type":"error","error":{"type":"rate_limit_error","message":"m"}}|RATE_LIMITED
          429|[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}]|RATE_LIMITED
          200|{"type":"error","error":{"type":"overloaded_error","message":"m"}}|OVERLOADED
          200|{"type":"message","content":[]}|PROVIDER_ERROR
          200|<html></html>|PROVIDER_ERROR
          200|[]|PROVIDER_ERROR
          """)
  void tellsWhyACallFailed(int status, String body, FailureKind kind) {
    assertThat(dialect.decode(Calls.response(status, body), CALL, Calls.provider(Family.ANTHROPIC)))
        .isInstanceOfSatisfying(
            Decoding.Failed.class, failed -> assertThat(failed.fault().kind()).isEqualTo(kind));
  }

  @Property(tries = 500)
  void endsWithAValueWhateverComes(@ForAll @Size(max = 200) byte[] bytes, @ForAll long seed) {
    StreamDecoder any = dialect.stream(CALL, Calls.provider(Family.ANTHROPIC));
    byte[] start = "data: {\"type\":\"message_delta\",\"delta\":".getBytes(UTF_8);
    any.feed(start, 0, start.length);
    int split = new Random(seed).nextInt(bytes.length + 1);
    any.feed(bytes, 0, split);
    any.feed(bytes, split, bytes.length - split);

    assertThat(any.end()).isNotNull();
  }

  private String feed(String data) {
    byte[] bytes = ("data: " + data + "\n\n").getBytes(UTF_8);
    return new String(decoder.feed(bytes, 0, bytes.length), UTF_8);
  }
}
