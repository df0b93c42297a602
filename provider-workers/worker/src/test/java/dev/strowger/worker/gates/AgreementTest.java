package dev.strowger.worker.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {
  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Paris | paris. | true",
        "Paris | London | false",
        "**42** | 42 | true",
        "42 | 43 | false",
        "The total is 1,000 euros. | It comes to 1000.00 | true",
        "It is 17. | 17 it is, since 8 + 9 = 17 | true",
        "B | B) because of the war | true",
        "(B) | b | true",
        "A | B | false",
        "A. | a | true",
        "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1} | true",
        "{\"a\":1} | {\"a\":2} | false",
        "Yes | No | false",
        "'' | '' | true",
        "'' | something | false",
      })
  void shortAnswersAgreeInWhatTheyComeTo(String one, String other, boolean agree) {
    assertThat(Agreement.agree(one, other)).isEqualTo(agree);
    assertThat(Agreement.agree(other, one)).isEqualTo(agree);
  }

  @Test
  void longAnswersAgreeInWhatTheyStateAsTheirAnswer() {
    String way = "First we add the 12 and the 30, then we look at what is left over. ".repeat(5);
    String otherWay = "Counting by tens from 1 to 9, one finds it without any trouble. ".repeat(5);

    assertThat(Agreement.agree(way + "The answer is 42.", otherWay + "#### 42")).isTrue();
    assertThat(Agreement.agree(way + "The answer is 42.", otherWay + "\\boxed{42}")).isTrue();
    assertThat(Agreement.agree(way + "The answer is 42.", way + "The answer is 41.")).isFalse();
  }

  @Test
  void longAnswersWithoutOneAgreeInTheirWords() {
    String one = "The harbour was built by the Romans and later enlarged by the Venetians. ";
    String alike = "The harbour was built by the Romans, and was enlarged by Venetians later. ";
    String other = "Kafka partitions are ordered logs which consumers read at their own pace. ";

    assertThat(Agreement.agree(one.repeat(4), alike.repeat(4))).isTrue();
    assertThat(Agreement.agree(one.repeat(4), other.repeat(4))).isFalse();
  }

  @Test
  void theGivenAnswerAgreesWithItself() {
    assertThat(Agreement.share("4", List.of("4", "5"))).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(Agreement.share("4", List.of("5", "6"))).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(Agreement.share("4", List.of("4", "4"))).isEqualTo(1);
  }
}
