package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Price;
import dev.strowger.records.RateLimits;
import dev.strowger.records.RateWindow;
import dev.strowger.records.ServedModel;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small things a response or a record is named by. */
class WordsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

  @Test
  void requestIdsAreVersion7AndSortByTime() {
    String first = new RequestIds(Clock.fixed(NOW, ZoneOffset.UTC), new Random(1)).next();
    String later =
        new RequestIds(Clock.fixed(NOW.plusMillis(1), ZoneOffset.UTC), new Random(1)).next();

    assertThat(first).matches("req_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}");
    assertThat(later).isGreaterThan(first);
  }

  @Test
  void aValidTraceParentIsPassedOn() {
    String valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    assertThat(TraceParent.of(valid, new Random(1))).isEqualTo(valid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
      })
  void anInvalidTraceParentIsReplaced(String invalid) {
    assertThat(TraceParent.of(invalid, new Random(1)))
        .isNotEqualTo(invalid)
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
  }

  @Test
  void headersTakeNoLineBreaks() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    new ReplyHead(
            "r\r\nset-cookie: x",
            "é",
            "m".repeat(2000),
            2,
            true,
            new ReplyHead.Notes("seed, n", "exact", "route a\nb"))
        .writeTo(headers);

    assertThat(headers.get("x-strowger-route")).isEqualTo("r??set-cookie: x");
    assertThat(headers.get("x-strowger-provider")).isEqualTo("?");
    assertThat(headers.get("x-strowger-model")).hasSize(1024);
    assertThat(headers.get("x-strowger-attempts")).isEqualTo("2");
    assertThat(headers.get("x-strowger-simulated")).isEqualTo("true");
    assertThat(headers.get("x-strowger-dropped")).isEqualTo("seed, n");
    assertThat(headers.get("x-strowger-cache")).isEqualTo("exact");
    assertThat(headers.get("x-strowger-decision")).isEqualTo("route a?b");
  }

  @Test
  void whatAClientMayStillUseIsInItsHeaders() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    RateNotes.of(
            new RateLimits(
                new RateWindow(60L, 59L, 1000L), new RateWindow(150000L, 149984L, 360000L)))
        .writeTo(headers);

    assertThat(headers.get("x-ratelimit-limit-requests")).isEqualTo("60");
    assertThat(headers.get("x-ratelimit-remaining-requests")).isEqualTo("59");
    assertThat(headers.get("x-ratelimit-reset-requests")).isEqualTo("1s");
    assertThat(headers.get("x-ratelimit-limit-tokens")).isEqualTo("150000");
    assertThat(headers.get("x-ratelimit-remaining-tokens")).isEqualTo("149984");
    assertThat(headers.get("x-ratelimit-reset-tokens")).isEqualTo("6m0s");
    assertThat(RateNotes.of(headers).headers()).hasSize(6);
    headers.set("x-ratelimit-reset-tokens", "6m0s\r\nset-cookie: x");
    assertThat(RateNotes.of(headers).headers()).hasSize(5);
  }

  @Test
  void modelsAreListedAsOpenAiDoes() {
    ServedModels models = new ServedModels();
    models.changed("version/2", policy("elsewhere"));
    models.changed("active", policy("a/b"));

    assertThat(new String(models.list(id -> true), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"a/b\",\"object\":\"model\","
                + "\"created\":1800000000,\"owned_by\":\"openai\",\"type\":\"model\","
                + "\"display_name\":\"a/b\",\"created_at\":\"2027-01-15T08:00:00Z\","
                + "\"capabilities\":[\"tools\"],\"context_window\":128000,"
                + "\"price_per_million_tokens\":{\"currency\":\"USD\",\"input\":0.15,"
                + "\"output\":0.6,\"cached_input\":0.075,\"cache_write\":0}}],"
                + "\"has_more\":false,\"first_id\":\"a/b\",\"last_id\":\"a/b\"}");
    assertThat(models.one("a/b")).isPresent();
    assertThat(models.one("elsewhere")).isEmpty();
  }

  private static PolicyRecord policy(String model) {
    return PolicyRecord.newBuilder()
        .setVersion("v")
        .setPublishedAt(NOW)
        .setSource("test")
        .setRoutesYaml("")
        .setModelsYaml("")
        .setProviders(List.of())
        .setServed(
            List.of(
                ServedModel.newBuilder()
                    .setId(model)
                    .setOwnedBy("openai")
                    .setCapabilities(List.of("tools"))
                    .setContextWindow(128_000L)
                    .setPrice(
                        new Price(
                            "USD", 150_000L, 600_000L, 75_000L, 0L, null, null, null, null, null,
                            0L))
                    .build()))
        .build();
  }
}
