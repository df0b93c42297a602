package dev.strowger.worker.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.review.AskedFormat;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.dialects.review.GivenAnswer.Choice;
import dev.strowger.records.Acceptance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
  private static final String SCHEMA =
      """
      {"type":"object","properties":{"city":{"type":"string","pattern":"^[A-Z]"},
       "n":{"type":"integer","minimum":1}},"required":["city"],"additionalProperties":false}""";

  private final Gates gates =
      new Gates(text -> text.contains("der") ? "de" : text.contains("the") ? "en" : "");

  @Test
  void anAnswerPassesWhereNothingIsAsked() {
    assertThat(check("anything", accept().build())).isEqualTo(new Checked.Accepted(List.of()));
  }

  @ParameterizedTest(name = "{0} with {1} to {2} chars: {3}")
  @CsvSource(
      value = {
        "hello, 5, null, null",
        "hello, 6, null, min_chars: 5 < 6",
        "'  hello  ', 6, null, min_chars: 5 < 6",
        "hello, null, 5, null",
        "hello, null, 4, max_chars: 5 > 4",
        "👋👋, 3, null, min_chars: 2 < 3",
        "'', 1, null, min_chars: 0 < 1",
      },
      nullValues = "null")
  void lengthIsCountedAsAReaderDoes(String text, Integer least, Integer most, String why) {
    Checked checked = check(text, accept().setMinChars(least).setMaxChars(most).build());

    assertThat(message(checked)).isEqualTo(why == null ? "" : why);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"city\":\"Bonn\"} | ''",
        "{\"city\":\"Bonn\",\"n\":1} | ''",
        "' {\"city\":\"Bonn\"}\n' | ''",
        "{\"n\":1} | json_schema: violates the schema's required",
        "{\"city\":1} | json_schema: violates the schema's type",
        "{\"city\":\"bonn\"} | json_schema: violates the schema's pattern",
        "{\"city\":\"Bonn\",\"n\":0} | json_schema: violates the schema's minimum",
        "{\"city\":\"Bonn\",\"x\":0} | json_schema: violates the schema's additionalProperties",
        "{\"city\":\"Bonn\" | json_schema: no JSON",
        "Here you are: {\"city\":\"Bonn\"} | json_schema: no JSON",
        "'' | json_schema: no JSON",
      })
  void jsonMustBeValidByTheRequestsOwnSchema(String text, String why) {
    assertThat(message(json(text, new AskedFormat.Schema(tree(SCHEMA))))).isEqualTo(why);
  }

  @Test
  void jsonObjectModeWantsAnyObject() {
    AskedFormat any = new AskedFormat.AnyJson();

    assertThat(message(json("{\"a\":[]}", any))).isEmpty();
    assertThat(message(json("[1]", any))).isEqualTo("json_schema: no JSON object");
    assertThat(message(json("```json\n{}\n```", any))).isEqualTo("json_schema: no JSON object");
  }

  @Test
  void aGateThatCannotLookLetsPassAndSaysSo() {
    assertThat(json("text", new AskedFormat.Text()))
        .isEqualTo(new Checked.Accepted(List.of("json_schema: no JSON was asked for")));
    assertThat(check("the", accept().setMinLogprob(-1.0).build()))
        .isEqualTo(new Checked.Accepted(List.of("min_logprob: the target tells none")));
    assertThat(gates.check(new GivenAnswer(List.of()), asked(""), accept().build()))
        .isEqualTo(new Checked.Accepted(List.of("the answer cannot be read")));
  }

  @Test
  void aSchemaIsNeverFetched() {
    AskedFormat format =
        new AskedFormat.Schema(tree("{\"$ref\":\"http://127.0.0.1:1/secret.json\"}"));

    assertThat(json("{}", format))
        .isEqualTo(new Checked.Accepted(List.of("json_schema: the schema cannot be used")));
  }

  @Test
  void aSchemaThatGoesInCirclesIsNotFollowedForEver() {
    assertThat(json("{}", new AskedFormat.Schema(tree("{\"$ref\":\"#\"}"))))
        .isInstanceOf(Checked.Accepted.class);
  }

  @Test
  void aPatternThatWouldTakeForEverDoesNot() {
    AskedFormat format =
        new AskedFormat.Schema(tree("{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}"));

    Checked checked = json("\"" + "a".repeat(50_000) + "!\"", format);

    assertThat(message(checked)).isEqualTo("json_schema: violates the schema's pattern");
  }

  @Test
  void aGateThatBreaksLetsPass() {
    Gates broken =
        new Gates(
            text -> {
              throw new IllegalStateException("no models");
            });
    Acceptance accept = accept().setLanguages(List.of("en")).build();

    assertThat(broken.check(answer("the dog"), asked("en"), accept))
        .isEqualTo(new Checked.Accepted(List.of("a gate broke: IllegalStateException")));
  }

  @Test
  void whatAnAnswerSaysIsNeverTold() {
    AskedFormat format =
        new AskedFormat.Schema(tree("{\"additionalProperties\":false,\"enum\":[\"x\"]}"));

    assertThat(message(json("{\"secret\":\"secret\"}", format))).doesNotContain("secret");
  }

  @ParameterizedTest(name = "{0} in {1} for a prompt in {2}: {3}")
  @CsvSource(
      value = {
        "der Hund, de, en, ''",
        "der Hund, same, de, ''",
        "der Hund, same, en, language: de instead of en",
        "der Hund, same, '', ''",
        "xyz, same, en, ''",
        "the dog, de, en, language: en instead of de",
        "'{\"the\":\"der Hund\"}', de, en, ''",
      })
  void languageIsThatOfThePromptOrOneThatIsNamed(
      String text, String wanted, String prompts, String why) {
    Acceptance accept = accept().setLanguages(List.of(wanted)).build();

    assertThat(message(gates.check(answer(text), asked(prompts), accept))).isEqualTo(why);
  }

  @Test
  void oneOfSeveralLanguagesDoes() {
    Acceptance accept = accept().setLanguages(List.of("fr", "en")).build();

    assertThat(message(check("the dog", accept))).isEmpty();
    assertThat(message(check("der Hund", accept))).isEqualTo("language: de instead of fr or en");
  }

  @Test
  void theMeanOfTheTokensLogprobsCounts() {
    Acceptance accept = accept().setMinLogprob(-1.0).build();

    assertThat(message(gates.check(likely(-0.9), asked(""), accept))).isEmpty();
    assertThat(message(gates.check(likely(-1.25), asked(""), accept)))
        .isEqualTo("min_logprob: -1.25 < -1");
  }

  @Test
  void everyChoiceMustPass() {
    GivenAnswer both = new GivenAnswer(List.of(choice("long enough"), choice("no")));

    assertThat(message(gates.check(both, asked(""), accept().setMinChars(5).build())))
        .isEqualTo("min_chars: 2 < 5");
  }

  @Test
  void aCallOfAToolNeedsNoText() {
    GivenAnswer call =
        new GivenAnswer(List.of(new Choice("", "", true, false, OptionalDouble.empty())));
    Acceptance all =
        accept()
            .setMinChars(5)
            .setJsonSchema(true)
            .setNoRefusal(true)
            .setLanguages(List.of("en"))
            .build();

    assertThat(gates.check(call, new Asked(new AskedFormat.AnyJson(), "en"), all))
        .isEqualTo(new Checked.Accepted(List.of()));
  }

  private Checked check(String text, Acceptance accept) {
    return gates.check(answer(text), asked(""), accept);
  }

  private Checked json(String text, AskedFormat format) {
    return gates.check(answer(text), new Asked(format, ""), accept().setJsonSchema(true).build());
  }

  private static Acceptance.Builder accept() {
    return Acceptance.newBuilder();
  }

  private static Asked asked(String language) {
    return new Asked(new AskedFormat.Text(), language);
  }

  private static GivenAnswer answer(String text) {
    return new GivenAnswer(List.of(choice(text)));
  }

  private static Choice choice(String text) {
    return new Choice(text, "", false, false, OptionalDouble.empty());
  }

  private static GivenAnswer likely(double mean) {
    return new GivenAnswer(List.of(new Choice("x", "", false, false, OptionalDouble.of(mean))));
  }

  private static String message(Checked checked) {
    return checked instanceof Checked.NotAccepted no ? no.message() : "";
  }

  private static com.fasterxml.jackson.databind.JsonNode tree(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8))
        .orElse(JsonNodeFactory.instance.nullNode());
  }
}
