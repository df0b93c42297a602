package dev.strowger.chaos;

import dev.strowger.chaos.Outcome.Break;
import dev.strowger.chaos.Outcome.End;
import dev.strowger.chaos.Site.Door;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks as an application behind a load balancer does: a door that refuses the connection is left
 * for the other one. A request with an Idempotency-Key is repeated when its connection breaks, one
 * without is not.
 */
final class Client {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
  private static final String ID = "x-request-id";

  private final HttpClient http;
  private final Balancer doors;
  private final String key;
  private final Clock clock;

  Client(HttpClient http, Balancer doors, String key, Clock clock) {
    this.http = http;
    this.doors = doors;
    this.key = key;
    this.clock = clock;
  }

  /**
   * One request.
   *
   * @param number counts requests; where it is asked first follows from it
   * @param words of the answer
   * @param idempotencyKey empty for none
   */
  record Ask(int number, int words, boolean stream, String idempotencyKey) {
    String body() {
      return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Question %d. Answer in %d words.\"}]}"
          .formatted(Providers.MODEL, stream, number, words);
    }
  }

  private record Got(Ask ask, long startMs, List<Break> breaks) {}

  Outcome send(Ask ask) throws InterruptedException {
    Got got = new Got(ask, clock.millis(), new ArrayList<>());
    long end = got.startMs() + Patience.CLIENT.toMillis();
    for (int turn = ask.number(); clock.millis() < end; turn++) {
      Optional<Outcome> outcome = at(doors.door(turn), got);
      if (outcome.isPresent()) {
        return outcome.get();
      }
      Thread.sleep(BETWEEN_TRIES);
    }
    return outcome(got, End.ERROR, "no door took it in time", "");
  }

  /** Empty if another door is to be asked. */
  private Optional<Outcome> at(Door door, Got got) throws InterruptedException {
    long since = clock.millis();
    AtomicReference<String> id = new AtomicReference<>("");
    try {
      HttpResponse<String> response =
          http.send(
              request(door, got.ask()),
              head -> {
                id.set(head.headers().firstValue(ID).orElse(""));
                return HttpResponse.BodySubscribers.ofString(
                    java.nio.charset.StandardCharsets.UTF_8);
              });
      return Optional.of(answered(got, response, id.get()));
    } catch (HttpTimeoutException e) {
      return Optional.of(outcome(got, End.ERROR, "no answer in time", id.get()));
    } catch (ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      got.breaks().add(new Break(door.part(), since, clock.millis()));
      return got.ask().idempotencyKey().isEmpty()
          ? Optional.of(outcome(got, End.LOST_CONNECTION, "", id.get()))
          : Optional.empty();
    }
  }

  private Outcome answered(Got got, HttpResponse<String> response, String id) {
    Ask ask = got.ask();
    if (response.statusCode() != 200) {
      return outcome(got, End.ERROR, response.statusCode() + " " + code(response.body()), id);
    }
    return Answers.problem(response.body(), ask.stream(), ask.words())
        .map(problem -> outcome(got, End.ERROR, problem, id))
        .orElseGet(() -> outcome(got, End.ANSWERED, "", id));
  }

  private static String code(String body) {
    java.util.regex.Matcher code =
        java.util.regex.Pattern.compile("\"code\":\"([^\"]*)\"").matcher(body);
    return code.find() ? code.group(1) : "";
  }

  private Outcome outcome(Got got, End end, String detail, String id) {
    Ask ask = got.ask();
    return new Outcome(
        end,
        detail,
        id,
        ask.idempotencyKey(),
        ask.stream(),
        got.breaks(),
        got.startMs(),
        clock.millis());
  }

  private HttpRequest request(Door door, Ask ask) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door.root().resolve("/v1/chat/completions"))
            .timeout(Patience.CLIENT)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ask.body()));
    if (!ask.idempotencyKey().isEmpty()) {
      request.header("idempotency-key", ask.idempotencyKey());
    }
    return request.build();
  }
}
