package dev.strowger.bench.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.bench.savings.Findings.Line;
import dev.strowger.bench.savings.Resampling.Intervals;
import dev.strowger.training.LabelledPrompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SavingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Resampling.Interval ANY = new Resampling.Interval(0, 1);

  @Test
  void onlyPromptsThatNoModelLearnedFromAreAsked() {
    List<LabelledPrompt> rows =
        IntStream.range(0, 500)
            .mapToObj(i -> new LabelledPrompt("a", "prompt " + i, true, true))
            .toList();

    List<Question> all = Question.heldOut(rows, 0);
    assertThat(all).hasSizeBetween(20, 90).allMatch(q -> q.labelled().heldOut());
    assertThat(all).extracting(Question::id).doesNotHaveDuplicates();
    assertThat(Question.heldOut(rows, 7)).hasSize(7).isSubsetOf(all);
  }

  @Test
  void aRequestBearsItsRowAsATag() throws Exception {
    Question question = new Question("row-7", new LabelledPrompt("a", "Say \"hi\"", true, true));

    JsonNode body = JSON.readTree(Sender.body(question, "auto-95"));

    assertThat(body.path("model").asText()).isEqualTo("auto-95");
    assertThat(body.at("/messages/0/content").asText()).isEqualTo("Say \"hi\"");
    assertThat(body.at("/metadata/labelled_prompt").asText()).isEqualTo("row-7");
  }

  @Test
  void thetasAreGivenForEachPointOrForNone() {
    assertThat(Classifier.LINEAR.points(List.of())).isEqualTo(Classifier.LINEAR.points());
    assertThat(Classifier.LINEAR.points(List.of(0.1, 0.2, 0.3)).getLast().theta()).isEqualTo(0.3);
    assertThatThrownBy(() -> Classifier.LINEAR.points(List.of(0.1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Classifier.LINEAR.points(List.of(0.1, 0.2, 1.3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theGatewayHasNoWayToARealProvider() {
    Map<String, String> environment = Gateway.environment(Path.of("data"), Path.of("manifests"));

    assertThat(environment).containsEntry("STROWGER_APPS_PORT", "0");
    assertThat(environment.keySet()).noneMatch(name -> name.endsWith("_API_KEY"));
  }

  @Test
  void intervalsCompareAnswersToTheSamePrompts() throws Exception {
    List<JsonNode> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(answer("top", "p" + i, 100, 1));
      answers.add(answer("auto-95", "p" + i, 40, 1));
    }

    Intervals intervals = Resampling.of(answers, "auto-95", Findings.TOGETHER);

    assertThat(intervals.saved().low()).isCloseTo(0.6, within(1e-9));
    assertThat(intervals.saved().high()).isEqualTo(intervals.saved().low());
    assertThat(intervals.kept()).isEqualTo(new Resampling.Interval(1, 1));
    assertThat(intervals.difference()).isEqualTo(new Resampling.Interval(0, 0));
  }

  @Test
  void passesOnlyIfThirtyPercentAreSavedAndNinetyFiveKept() {
    assertThat(findings(40, 96, 4, 0, Map.of()).passed()).isTrue();
    assertThat(findings(29, 96, 4, 0, Map.of()).faults())
        .singleElement()
        .asString()
        .contains("saves");
    assertThat(findings(40, 94, 4, 0, Map.of()).faults())
        .singleElement()
        .asString()
        .contains("keeps");
    assertThat(findings(40, 96, 3, 0, Map.of()).faults())
        .singleElement()
        .asString()
        .contains("recorded");
    assertThat(findings(40, 96, 4, 2, Map.of()).faults()).allMatch(f -> f.contains("not judged"));
    assertThat(findings(40, 96, 4, 2, Map.of()).passed()).isFalse();
    assertThat(findings(40, 96, 4, 0, Map.of("top: status 500", 1)).passed()).isFalse();
  }

  private static Findings findings(
      double saved, double kept, int recorded, int unjudged, Map<String, Integer> problems) {
    List<Line> lines = new ArrayList<>();
    for (String way : List.of("auto-100", "auto-99", "auto-95")) {
      JsonNode row =
          JSON.createObjectNode()
              .put("way", way)
              .put("source", "together")
              .put("unjudged", unjudged)
              .put("saved_percent", saved)
              .put("kept_percent", kept);
      lines.add(new Line(row, new Intervals(ANY, ANY, ANY)));
    }
    return new Findings(
        Classifier.LINEAR, Classifier.LINEAR.points(), 1, problems, recorded, "m", lines);
  }

  private static JsonNode answer(String way, String prompt, int cost, int quality)
      throws Exception {
    return JSON.readTree(
        """
        {"way": "%s", "prompt": "%s", "source": "mmlu", "cost_micros": %d, "quality": %d}
        """
            .formatted(way, prompt, cost, quality));
  }
}
