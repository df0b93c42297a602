package dev.strowger.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.features.Detectors;
import dev.strowger.features.Detectors.BuiltIn;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final List<String> PIECES =
      List.of(
          "jane@example.com",
          "bob.m@mail.example.co.uk",
          "+90 532 123 45 67",
          "10.0.0.17",
          "DE89 3704 0044 0532 0130 00",
          "4111 1111 1111 1111",
          "<EMAIL_1>",
          "&lt;phone_2&gt;",
          "<EMAIL_1",
          ">",
          "<",
          "\\",
          "&lt;",
          " ",
          "\n",
          "\"",
          "ok",
          "email_1",
          "%3Cip_1%3E",
          "é😀");

  private static Redactor redactor() {
    return new Redactor(
        Detectors.of(
            List.of(BuiltIn.values()), List.of(new Detectors.Custom("patient-no", "PT-[0-9]{6}"))));
  }

  private static String restored(Redactor redactor, String text) {
    Restorer restorer = redactor.restorer(false);
    return restorer.add(text) + restorer.end();
  }

  @Test
  void theSameTextIsTheSameWordThroughoutARequest() {
    Redactor redactor = redactor();

    assertThat(redactor.hide("mail jane@example.com and bob@example.com"))
        .isEqualTo("mail <EMAIL_1> and <EMAIL_2>");
    assertThat(redactor.hide("jane@example.com, PT-123456 at 10.0.0.17"))
        .isEqualTo("<EMAIL_1>, <PATIENT_NO_1> at <IP_1>");
    assertThat(redactor.count())
        .containsEntry("pii.email", 2)
        .containsEntry("patient-no", 1)
        .containsEntry("pii.ip", 1);
  }

  @Test
  void aWordThatStandsInThePromptIsNotUsed() {
    Redactor redactor = redactor();
    String written = "what is <EMAIL_1> or &lt;email_2&gt;?";
    redactor.learn(written);

    String hidden = redactor.hide("I am jane@example.com");

    assertThat(hidden).isEqualTo("I am <EMAIL_3>");
    assertThat(restored(redactor, written + hidden)).isEqualTo(written + "I am jane@example.com");
  }

  @Test
  void whatOneTextNamesIsHiddenInAll() {
    Redactor redactor = redactor();
    redactor.learn("My passport number is C01X00T47");

    assertThat(redactor.hide("Is C01X00T47 valid? XC01X00T47Y is not."))
        .isEqualTo("Is <PASSPORT_1> valid? XC01X00T47Y is not.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<EMAIL_1>",
        "<email_1>",
        "&lt;EMAIL_1&gt;",
        "\\<EMAIL\\_1\\>",
        "<EMAIL\\_1>",
        "\\u003cEMAIL_1\\u003e",
        "%3CEMAIL_1%3E",
        "< EMAIL_1 >",
        "&#60;EMAIL_1&#62;"
      })
  void aModelMayWriteAWordInItsOwnWay(String word) {
    Redactor redactor = redactor();
    redactor.hide("jane@example.com");

    assertThat(restored(redactor, "To " + word + ".")).isEqualTo("To jane@example.com.");
  }

  @Test
  void isEscapedInJson() {
    Redactor redactor =
        new Redactor(Detectors.of(List.of(), List.of(new Detectors.Custom("q", "\"a\\\\b\""))));
    redactor.hide("say \"a\\b\"");

    Restorer restorer = redactor.restorer(true);
    assertThat(restorer.add("{\"t\":\"<Q_1>\"}") + restorer.end())
        .isEqualTo("{\"t\":\"\\\"a\\\\b\\\"\"}");
  }

  @Property(tries = 500)
  void whatIsHiddenComesBackHoweverItIsSplit(
      @ForAll @Size(max = 20) List<Integer> picked, @ForAll long seed) {
    StringBuilder text = new StringBuilder();
    picked.forEach(i -> text.append(PIECES.get(Math.floorMod(i, PIECES.size()))));
    Redactor redactor = redactor();
    redactor.learn(text.toString());

    String hidden = redactor.hide(text.toString());

    assertThat(redactor.clean(hidden)).isTrue();
    assertThat(restored(redactor, hidden)).isEqualTo(text.toString());
    Restorer restorer = redactor.restorer(false);
    StringBuilder streamed = new StringBuilder();
    Splits.of(hidden, seed).forEach(part -> streamed.append(restorer.add(part)));
    assertThat(streamed.append(restorer.end()).toString()).isEqualTo(text.toString());
  }

  @Test
  void holdsBackNoMoreThanAWord() {
    Redactor redactor = redactor();
    redactor.hide("jane@example.com");
    Restorer restorer = redactor.restorer(false);

    assertThat(restorer.add("a <EMAIL")).isEqualTo("a ");
    assertThat(restorer.add("_1> b")).isEqualTo("jane@example.com b");
    assertThat(restorer.add(" 1 < 2 ")).isEqualTo(" 1 ");
    assertThat(restorer.add("+ 3")).isEqualTo("< 2 + 3");
    String endless = "<" + "A".repeat(500);
    assertThat(restorer.add(endless)).hasSizeGreaterThan(500 - Words.LONGEST);
  }
}
