package dev.strowger.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "chat",
    description = "Asks a model through the apps' door, as an application would.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger chat \"What is a Strowger switch?\"",
      "  strowger chat --stream --model gpt-4o-mini \"Count to ten\"",
      "  strowger chat --json \"Hello\""
    })
final class ChatCommand implements Callable<Integer> {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(paramLabel = "PROMPT", description = "What to ask.")
  private String prompt = "";

  @Option(names = "--model", description = "The model (default: ${DEFAULT-VALUE}).")
  private String model = "gpt-4o-mini";

  @Option(names = "--stream", description = "Print the answer as it comes.")
  private boolean stream;

  ChatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    URI door = door();
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
    terminal.tls("STROWGER_CLI").ifPresent(builder::sslContext);
    try (HttpClient http = builder.build()) {
      HttpResponse<Stream<String>> response =
          http.send(request(door), HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() != 200) {
          throw new CallFailedException(refusal(response.statusCode(), lines));
        }
        if (stream) {
          printChunks(lines.iterator());
        } else {
          JsonNode answer = JSON.readTree(lines.collect(Collectors.joining("\n")));
          json.print(
              terminal,
              answer,
              () -> terminal.out().println(answer.at("/choices/0/message/content").asText()));
        }
      }
      whoAnswered(response);
      return 0;
    } catch (JsonProcessingException e) {
      throw new CallFailedException(door + " does not answer as an OpenAI-compatible endpoint");
    } catch (UncheckedIOException e) {
      throw new CallFailedException("the stream broke: " + e.getMessage());
    } catch (IOException e) {
      throw new UnreachableException("the gateway", door, "STROWGER_URL", e);
    }
  }

  /** OpenAI's clients take the address with /v1; so does this one, and without. */
  private URI door() {
    String url = terminal.url("STROWGER_URL", "http://127.0.0.1:8080").toString();
    return URI.create(url.endsWith("/v1") ? url.substring(0, url.length() - "/v1".length()) : url);
  }

  private HttpRequest request(URI door) throws JsonProcessingException {
    String key =
        terminal
            .secret("STROWGER_API_KEY", terminal.data("demo.key"))
            .orElseThrow(
                () ->
                    new CallFailedException(
                        "there is no key: set STROWGER_API_KEY, or start with make up, which makes "
                            + terminal.data("demo.key")));
    ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", stream);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    return HttpRequest.newBuilder(URI.create(door + "/v1/chat/completions"))
        .timeout(TIMEOUT)
        .header("authorization", "Bearer " + key)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
        .build();
  }

  /** Server-sent events: one JSON chunk in each {@code data:} line, then {@code [DONE]}. */
  private void printChunks(Iterator<String> lines) throws JsonProcessingException {
    while (lines.hasNext()) {
      String line = lines.next();
      if (!line.startsWith("data:")) {
        continue;
      }
      String data = line.substring("data:".length()).strip();
      if (data.equals("[DONE]")) {
        terminal.out().println();
        return;
      }
      JsonNode chunk = JSON.readTree(data);
      if (chunk.has("error")) {
        throw new CallFailedException(chunk.at("/error/message").asText("the stream broke"));
      }
      terminal
          .out()
          .print(json.wanted() ? data + "\n" : chunk.at("/choices/0/delta/content").asText(""));
      terminal.out().flush();
    }
    throw new CallFailedException("the stream ended before the answer was complete");
  }

  private void whoAnswered(HttpResponse<?> response) {
    if (json.wanted()) {
      return;
    }
    String simulated = header(response, "x-strowger-simulated");
    terminal
        .err()
        .println(
            "— "
                + header(response, "x-strowger-provider")
                + "/"
                + header(response, "x-strowger-model")
                + (simulated.equals("true") ? " (simulated)" : "")
                + ", request "
                + header(response, "x-request-id"));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("?");
  }

  private static String refusal(int status, Stream<String> lines) {
    String body = lines.limit(1_000).collect(Collectors.joining("\n"));
    try {
      String message = JSON.readTree(body).at("/error/message").asText();
      return message.isEmpty() ? "status " + status : message + " (status " + status + ")";
    } catch (JsonProcessingException e) {
      return "status " + status;
    }
  }
}
