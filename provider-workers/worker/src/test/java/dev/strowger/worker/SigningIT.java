package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

class SigningIT extends WorkerRig {
  private static final String AWS_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String MODEL = "eu.anthropic.claude-3-haiku-20240307-v1:0";
  private static final String ANSWER =
      "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"hi\"}]}},"
          + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":2}}";

  @Test
  void callsBedrockWithASignatureThatItsServerWouldAccept() throws Exception {
    bedrock();
    provider("one", exchange -> answerIfSigned(exchange, false));
    startWorkers();

    log.route(Requests.routed(request().build(), onBedrock("one")));

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    assertThat(log.terminal(id).getUsage().getInputTokens()).isEqualTo(7);
  }

  @Test
  void streamsFromBedrock() throws Exception {
    bedrock();
    provider("one", exchange -> answerIfSigned(exchange, true));
    startWorkers();

    log.route(Requests.routed(streamed().build(), onBedrock("one")));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getUsage().getOutputTokens()).isEqualTo(3);
    assertThat(door.text(id)).contains("\"Hel\"").contains("\"lo\"");
  }

  @Test
  void callsGoogleWithAnAccessToken() throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint(TokenEndpoint.Reply.token("ya29.one", 3600))) {
      google(endpoint);
      ScriptedProvider provider = provider("one", ScriptedProvider.answers());
      startWorkers();

      log.route(Requests.routed(request().build(), step("one")));

      assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
      assertThat(provider.authorization).isEqualTo("Bearer ya29.one");
    }
  }

  @Test
  void callsNobodyWithoutAnAccessTokenAndTellsNoClientWhy() throws Exception {
    try (TokenEndpoint endpoint =
        new TokenEndpoint(new TokenEndpoint.Reply(401, "{\"error\":\"invalid_client\"}"))) {
      google(endpoint);
      ScriptedProvider provider = provider("one", ScriptedProvider.answers());
      startWorkers();

      log.route(Requests.routed(request().build(), step("one")));

      Failure failure = (Failure) log.reply(id).getResult();
      assertThat(failure.getStatus()).isEqualTo(502);
      assertThat(failure.getMessage()).contains("authentication").doesNotContain("invalid_client");
      assertThat(log.terminal(id).getFailure()).isEqualTo("authentication");
      assertThat(provider.calls).hasValue(0);
    }
  }

  private void bedrock() {
    family = Dialects.Family.BEDROCK_CONVERSE;
    authentication = new Provider.Authentication.Aws("eu-central-1", "bedrock");
    secret =
        new Secret.Aws(
            new ApiKey("AKIDEXAMPLE"), new ApiKey(AWS_SECRET), Optional.of(new ApiKey("session")));
  }

  private void google(TokenEndpoint endpoint) throws IOException {
    authentication = new Provider.Authentication.Google("GOOGLE_APPLICATION_CREDENTIALS");
    secret = new Secret.Google(endpoint.credentials());
  }

  private PlanStep onBedrock(String name) {
    return PlanStep.newBuilder(step(name)).setModel(MODEL).build();
  }

  private static void answerIfSigned(HttpExchange exchange, boolean stream) throws Exception {
    byte[] body = (byte[]) exchange.getAttribute(ScriptedProvider.BODY);
    String authorization = exchange.getRequestHeaders().getFirst("authorization");
    String expected =
        SigV4.expected(
            exchange.getRequestURI().getRawPath(),
            name -> String.valueOf(exchange.getRequestHeaders().getFirst(name)),
            body,
            authorization,
            AWS_SECRET);
    if (!expected.equals(authorization)
        || !exchange.getRequestURI().getRawPath().contains("20240307-v1%3A0/converse")) {
      exchange.getResponseHeaders().add("x-amzn-errortype", "InvalidSignatureException");
      ScriptedProvider.json(exchange, 403, "{\"message\":\"the signature does not match\"}");
    } else if (stream) {
      exchange.getResponseHeaders().add("content-type", "application/vnd.amazon.eventstream");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(events());
    } else {
      ScriptedProvider.json(exchange, 200, ANSWER);
    }
  }

  private static byte[] events() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    event(out, "messageStart", "{\"role\":\"assistant\"}");
    event(out, "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}");
    event(out, "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"lo\"}}");
    event(out, "contentBlockStop", "{\"contentBlockIndex\":0}");
    event(out, "messageStop", "{\"stopReason\":\"end_turn\"}");
    event(out, "metadata", "{\"usage\":{\"inputTokens\":7,\"outputTokens\":3}}");
    return out.toByteArray();
  }

  private static void event(ByteArrayOutputStream out, String type, String payload) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(":message-type", HeaderValue.fromString("event"));
    headers.put(":event-type", HeaderValue.fromString(type));
    new Message(headers, payload.getBytes(UTF_8)).encode(out);
  }
}
