package dev.strowger.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.StreamDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockAnswerTest {
  private static final Provider PROVIDER = Calls.provider(Family.BEDROCK_CONVERSE);
  private static final Dialect DIALECT = Dialects.of(Family.BEDROCK_CONVERSE);
  private static final Dialect.Call SYNC = Calls.sync("m", "{}");
  private static final Dialect.Call STREAM = Calls.stream("m", "{}", false);
  private static final List<String> LINES =
      List.of(
          "{\":event-type\":\"messageStart\",\"payload\":{\"role\":\"assistant\"}}",
          "{\":event-type\":\"contentBlockDelta\",\"payload\":{\"delta\":{\"text\":\"Hi\"}}}",
          "{\":event-type\":\"messageStop\",\"payload\":{\"stopReason\":\"end_turn\"}}",
          "{\":event-type\":\"metadata\",\"payload\":{\"usage\":{\"inputTokens\":1}}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ValidationException:http://internal.amazon.com/coral/x/ | Input is too long for"
            + " requested model. | CONTEXT_LENGTH",
        "400 | ValidationException | Malformed input request: #/temperature: 3 is too big"
            + " | BAD_REQUEST",
        "400 | ValidationException | This model doesn't support the toolConfig.toolChoice.any field."
            + " | UNSUPPORTED",
        "400 | ValidationException | The provided model identifier is invalid. | NOT_FOUND",
        "400 | ServiceQuotaExceededException | quota | RATE_LIMITED",
        "403 | com.amazon.coral.service#UnrecognizedClientException | The security token included in"
            + " the request is invalid. | AUTHENTICATION",
        "403 | ExpiredTokenException | expired | AUTHENTICATION",
        "404 | ResourceNotFoundException | no such model | NOT_FOUND",
        "408 | ModelTimeoutException | slow | TIMEOUT",
        "424 | ModelErrorException | broke | PROVIDER_ERROR",
        "429 | ThrottlingException | Too many requests | RATE_LIMITED",
        "429 | ModelNotReadyException | not ready | OVERLOADED",
        "500 | InternalServerException | oops | PROVIDER_ERROR",
        "503 | ServiceUnavailableException | busy | OVERLOADED",
        "403 | '' | Forbidden | AUTHENTICATION"
      })
  void knowsWhatItsErrorsMean(int status, String type, String message, FailureKind kind) {
    byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(UTF_8);
    byte[] inBody =
        ("{\"__type\":\"" + type + "\",\"Message\":\"" + message + "\"}").getBytes(UTF_8);

    Fault byHeader = fault(new Dialect.Response(status, Map.of("x-amzn-errortype", type), body));
    Fault byBody = fault(new Dialect.Response(status, Map.of(), inBody));

    assertThat(byHeader.kind()).isEqualTo(kind);
    assertThat(byHeader.message()).isEqualTo(message);
    assertThat(byBody).isEqualTo(byHeader);
  }

  @Test
  void readsTheErrorOfWhatStandsBetween() {
    byte[] body = "{\"error\":{\"message\":\"Over your team's budget\"}}".getBytes(UTF_8);

    Fault fault = fault(new Dialect.Response(429, Map.of(), body));

    assertThat(fault.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(fault.message()).isEqualTo("Over your team's budget");
  }

  @ParameterizedTest
  @CsvSource({"malformed_tool_use", "malformed_model_output", "something_new", "''"})
  void neverTakesAnUnknownEndForAnAnswer(String reason) throws IOException {
    String body =
        "{\"output\":{\"message\":{\"content\":[{\"text\":\"Hi\"}]}},\"stopReason\":\"%s\"}"
            .formatted(reason);
    List<String> lines = new ArrayList<>(LINES);
    lines.set(2, lines.get(2).replace("end_turn", reason));

    assertThat(fault(Calls.response(200, body)).kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
    assertThat(ending(EventStreamText.bytes(lines)))
        .isInstanceOf(StreamDecoder.Ending.Broken.class);
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RATE_LIMITED",
    "modelStreamErrorException, PROVIDER_ERROR",
    "validationException, BAD_REQUEST",
    "internalServerException, PROVIDER_ERROR",
    "serviceUnavailableException, OVERLOADED",
    "inventedException, PROVIDER_ERROR"
  })
  void knowsWhatExceptionsInAStreamMean(String type, FailureKind kind) throws IOException {
    byte[] bytes =
        EventStreamText.bytes(
            List.of(
                "{\":message-type\":\"exception\",\":exception-type\":\""
                    + type
                    + "\","
                    + "\"payload\":{\"message\":\"in their words\"}}"));

    assertThat(ending(bytes))
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Broken.class,
            broken -> {
              assertThat(broken.fault().kind()).isEqualTo(kind);
              assertThat(broken.fault().message()).isEqualTo("in their words");
            });
  }

  @Test
  void knowsErrorsOfTheTransport() throws IOException {
    byte[] bytes =
        EventStreamText.bytes(
            List.of(
                "{\":message-type\":\"error\",\":error-code\":\"InternalServerException\","
                    + "\":error-message\":\"went wrong\",\"payload\":{}}"));

    assertThat(((StreamDecoder.Ending.Broken) ending(bytes)).fault().message())
        .isEqualTo("went wrong");
  }

  @Test
  void takesNoStreamWithADamagedBitForAnAnswer() throws IOException {
    byte[] sound = EventStreamText.bytes(LINES);
    assertThat(ending(sound)).isInstanceOf(StreamDecoder.Ending.Completed.class);

    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(ending(damaged)).as("bit %d", bit).isInstanceOf(StreamDecoder.Ending.Broken.class);
    }
  }

  @Test
  void takesNoStreamThatWasCutForAnAnswer() throws IOException {
    byte[] sound = EventStreamText.bytes(LINES);
    int untilStop = EventStreamText.bytes(LINES.subList(0, 3)).length;

    for (int length = 0; length < untilStop; length++) {
      assertThat(ending(Arrays.copyOf(sound, length)))
          .isInstanceOf(StreamDecoder.Ending.Broken.class);
    }
  }

  @Test
  void endsAtAMessageThatIsTooLong() {
    StreamDecoder decoder = DIALECT.stream(STREAM, PROVIDER);

    decoder.feed(new byte[] {0x01, 0x00, 0x00, 0x01}, 0, 4);

    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.end()).isInstanceOf(StreamDecoder.Ending.Broken.class);
  }

  @Property(tries = 300)
  void endsAnyBytesWithAValue(@ForAll @Size(max = 200) byte[] bytes) {
    StreamDecoder pieces = DIALECT.stream(STREAM, PROVIDER);
    for (byte one : bytes) {
      pieces.feed(new byte[] {one}, 0, 1);
    }

    assertThat(pieces.end()).usingRecursiveComparison().isEqualTo(ending(bytes));
  }

  @Test
  void countsCohereTokensByTheHeader() {
    Dialect.Call call =
        new Dialect.Call(
            Api.EMBEDDINGS,
            Calls.ID,
            Calls.CREATED,
            "cohere.embed-english-v3",
            "embed",
            false,
            false,
            false,
            Map.of(),
            "{\"input\":\"one\"}".getBytes(UTF_8));
    Dialect.Response response =
        new Dialect.Response(
            200,
            Map.of("x-amzn-bedrock-input-token-count", "17"),
            "{\"embeddings\":[[0.5]],\"response_type\":\"embeddings_floats\"}".getBytes(UTF_8));

    assertThat(DIALECT.decode(response, call, PROVIDER))
        .isInstanceOfSatisfying(
            Dialect.Decoding.Answered.class,
            answered -> assertThat(answered.usage().input()).isEqualTo(17));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amazon.titan-embed-text-v1 | {\"input\":[\"one\",\"two\"]} | input",
        "amazon.titan-embed-text-v1 | {\"input\":\"one\",\"dimensions\":256} | dimensions",
        "cohere.embed-english-v3 | {\"input\":[1,2,3]} | input",
        "amazon.nova-2-multimodal-embeddings-v1:0 | {\"input\":\"one\"} | model"
      })
  void refusesEmbeddingsItCannotMake(String model, String body, String param) {
    Dialect.Call call =
        new Dialect.Call(
            Api.EMBEDDINGS,
            Calls.ID,
            Calls.CREATED,
            model,
            "embed",
            false,
            false,
            true,
            Map.of(),
            body.getBytes(UTF_8));

    assertThat(DIALECT.encode(call, PROVIDER))
        .isInstanceOfSatisfying(
            Dialect.Encoding.Unsendable.class,
            refused -> assertThat(refused.fault().param()).contains(param));
  }

  private static Fault fault(Dialect.Response response) {
    return switch (DIALECT.decode(response, SYNC, PROVIDER)) {
      case Dialect.Decoding.Failed(Fault fault) -> fault;
      case Dialect.Decoding.Answered answered -> throw new AssertionError(answered);
    };
  }

  private static StreamDecoder.Ending ending(byte[] bytes) {
    StreamDecoder decoder = DIALECT.stream(STREAM, PROVIDER);
    decoder.feed(bytes, 0, bytes.length);
    return decoder.end();
  }
}
