package dev.strowger.bench.savings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** An application that asks each question by each way. */
final class Sender implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MOST_OPEN = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI chat;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Semaphore open = new Semaphore(MOST_OPEN);
  private final Map<String, Integer> problems = new ConcurrentHashMap<>();

  /**
   * @param endpoint with {@code /v1}
   */
  Sender(URI endpoint, String key) {
    this.chat = URI.create(endpoint + "/chat/completions");
    this.key = key;
  }

  /**
   * Returns when all are answered or have failed.
   *
   * @param ways names of models
   * @return what went wrong, and how often
   */
  Map<String, Integer> send(List<Question> questions, List<String> ways)
      throws InterruptedException {
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Question question : questions) {
        for (String way : ways) {
          open.acquire();
          requests.execute(() -> one(question, way));
        }
      }
    }
    return Map.copyOf(problems);
  }

  private void one(Question question, String way) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(chat)
              .timeout(PATIENCE)
              .header("authorization", "Bearer " + key)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body(question, way)))
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        problem(way + ": status " + response.statusCode());
      }
    } catch (IOException e) {
      problem(way + ": " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem(way + ": interrupted");
    } finally {
      open.release();
    }
  }

  static String body(Question question, String way) {
    ObjectNode json = JSON.createObjectNode().put("model", way);
    json.putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", question.labelled().prompt());
    json.putObject("metadata").put(Question.TAG, question.id());
    return json.toString();
  }

  private void problem(String what) {
    problems.merge(what, 1, Integer::sum);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
