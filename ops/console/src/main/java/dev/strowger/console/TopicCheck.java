package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** Compares the topics on the broker with the catalogue, and does not wait long for an answer. */
final class TopicCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final TopicAdmin topics;

  TopicCheck(KafkaAccess kafka, int maxBodyBytes) {
    Map<String, Object> impatient = new HashMap<>(kafka.clients());
    impatient.put("default.api.timeout.ms", (int) TIMEOUT.toMillis());
    impatient.put("request.timeout.ms", (int) TIMEOUT.toMillis());
    this.topics = new TopicAdmin(impatient, maxBodyBytes, kafka.bodyRetention());
  }

  /** {@code {"reachable", "expected", "problems"}}. */
  Map<String, Object> look() {
    try {
      return view(true, topics.check(Topics.FIXED));
    } catch (KafkaException | IllegalStateException e) {
      return view(false, List.of("the broker could not be asked: " + e.getMessage()));
    }
  }

  private static Map<String, Object> view(boolean reachable, List<String> problems) {
    return ordered("reachable", reachable, "expected", Topics.FIXED.size(), "problems", problems);
  }
}
