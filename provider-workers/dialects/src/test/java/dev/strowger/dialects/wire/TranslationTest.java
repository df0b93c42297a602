package dev.strowger.dialects.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslationTest {
  private final Translation translation = new Translation(Family.OLLAMA, new FakeWire());
  private final Provider provider = Calls.provider(Family.OLLAMA);

  @Test
  void countsTokensWhereTheFamilyDoesNot() {
    Encoding encoding =
        translation.encode(
            call(
                Api.COUNT_TOKENS,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello world\"}]}"),
            provider);

    assertThat(encoding)
        .isInstanceOfSatisfying(
            Encoding.Known.class,
            known ->
                assertThat(known.answer().body()).asString().isEqualTo("{\"input_tokens\":6}"));
  }

  @Test
  void refusesByNameWhatOnlyTheClientsApiKnows() {
    Encoding encoding =
        translation.encode(
            call(
                Api.MESSAGES,
                "{\"max_tokens\":1,\"container\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"),
            provider);

    assertThat(encoding)
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            unsendable -> assertThat(unsendable.fault().param()).hasValue("container"));
  }

  @Test
  void breaksAStreamThatCannotBeWrittenOn() {
    StreamDecoder decoder = translation.stream(call(Api.MESSAGES, "{}"), provider);

    decoder.feed(new byte[1], 0, 1);

    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.end()).isInstanceOf(StreamDecoder.Ending.Broken.class);
  }

  private static Call call(Api api, String body) {
    return new Call(
        api,
        Calls.ID,
        Calls.CREATED,
        "m",
        "any",
        false,
        false,
        false,
        Map.of(),
        body.getBytes(UTF_8));
  }

  /** A family whose streams give arguments to a call that never began. */
  private static final class FakeWire implements Wire {
    @Override
    public ProviderRequest write(
        Conversation conversation, Call call, Provider provider, Losses losses) {
      return ProviderRequest.json(provider, "/", call, new byte[0]);
    }

    @Override
    public Reading read(Response response, Call call, Provider provider) {
      throw new AssertionError("nothing was asked");
    }

    @Override
    public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
      return new StreamReader() {
        @Override
        public void feed(byte[] bytes, int offset, int length) {
          sink.arguments(0, 3, "{}");
        }

        @Override
        public boolean finished() {
          return false;
        }

        @Override
        public Ending end() {
          return new Ending.Completed("stop", TokenUsage.NONE);
        }
      };
    }
  }
}
