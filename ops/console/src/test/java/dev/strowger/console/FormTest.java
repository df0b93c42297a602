package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.records.Limits;
import dev.strowger.records.Thrift;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    Form form = form("{\"tenant\":\"a b\",\"grace\":\"soon\",\"limit\":-1,\"modles\":[]}");
    form.text("tenant", Names::isTenant, Names.TENANT_FORM);
    form.text("name", Names::isTitle, Names.TITLE_FORM);
    form.duration("grace");
    form.number("limit", 0, 0, 9);

    assertThatThrownBy(form::orRefuse)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("\"tenant\" must be")
        .hasMessageContaining("\"name\" is missing")
        .hasMessageContaining("\"grace\" must be a duration")
        .hasMessageContaining("\"limit\" must be a whole number")
        .hasMessageContaining("\"modles\" is not known");
  }

  @ParameterizedTest
  @CsvSource({"12.50, 12500000", "0.000001, 1", "7, 7000000", "0, 0"})
  void moneyBecomesMicros(String text, long micros) throws Exception {
    assertThat(form("{\"m\":\"" + text + "\"}").micros("m", -1)).isEqualTo(micros);
    assertThat(form("{\"m\":" + text + "}").micros("m", -1)).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0.0000001", "1e30", "ten", "1e999999999", "1e-999999999"})
  void whatIsNoMoneyIsRefused(String text) throws Exception {
    Form form = form("{\"m\":\"" + text + "\"}");
    form.micros("m", 0);

    assertThatThrownBy(form::orRefuse).hasMessageContaining("\"m\" must be an amount");
  }

  @Test
  void durationsHaveAUnit() throws Exception {
    assertThat(form("{\"d\":\"7d\"}").duration("d")).contains(Duration.ofDays(7));
    assertThat(form("{\"d\":\"90m\"}").duration("d")).contains(Duration.ofMinutes(90));
  }

  @Test
  void limitsThatAreNamedAreChangedAndTheOthersStay() throws Exception {
    Limits before = Limits.newBuilder().setRequestsPerMinute(5).setConcurrent(2).build();

    Limits after =
        limits(
            "{\"limits\":{\"concurrent\":0,\"budgetPerDay\":\"12.50\","
                + "\"thrift\":{\"selfHosted\":true,\"maxInputPrice\":\"0.15\"}}}",
            before);

    assertThat(after)
        .isEqualTo(
            Limits.newBuilder()
                .setRequestsPerMinute(5)
                .setMicrosPerDay(12_500_000)
                .setThrift(
                    Thrift.newBuilder().setSelfHosted(true).setMaxInputMicros(150_000L).build())
                .build());
    assertThat(LimitsForm.view(after))
        .containsEntry("budgetPerDay", "12.50")
        .containsEntry("thrift", Map.of("selfHosted", true, "maxInputPrice", "0.15"));
    assertThat(limits("{}", before)).isEqualTo(before);
    assertThat(limits("{\"limits\":null}", before)).isNull();
    assertThat(limits("{\"limits\":{\"requestsPerMinute\":0,\"concurrent\":0}}", before))
        .as("no limit is left")
        .isNull();
  }

  @Test
  void limitsAreCheckedToo() throws Exception {
    Form form =
        form("{\"limits\":{\"rpm\":1,\"alertPercent\":0,\"thrift\":{\"selfHosted\":true}}}");
    LimitsForm.read(form, null);

    assertThatThrownBy(form::orRefuse)
        .hasMessageContaining("\"limits.rpm\" is not known")
        .hasMessageContaining("\"limits.alertPercent\" must be")
        .hasMessageContaining("\"limits.thrift\" needs a budget");
  }

  private static @Nullable Limits limits(String json, Limits before) throws Exception {
    Form form = form(json);
    Limits limits = LimitsForm.read(form, before);
    form.orRefuse();
    return limits;
  }

  private static Form form(String json) throws Exception {
    return new Form(JSON.readTree(json));
  }
}
