package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TopicAdminIT {
  private static final int BODY_LIMIT = 32 << 20;

  private EmbeddedBroker broker;
  private Map<String, Object> kafka;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void createsTheCatalogueAsItStandsThere() throws Exception {
    TopicAdmin topics = new TopicAdmin(kafka, BODY_LIMIT, Duration.ofHours(2));

    topics.ensure(Topics.FIXED);

    assertThat(topics.check(Topics.FIXED)).isEmpty();
    assertThat(config("llm.requests", "max.message.bytes")).isEqualTo(33 << 20);
    assertThat(config("llm.requests", "retention.ms")).isEqualTo(7_200_000);
    assertThat(config("llm.requests", "segment.ms")).isEqualTo(1_800_000);
  }

  @Test
  void createsEachTopicOnceWhenManyProcessesStartTogether() throws Exception {
    Callable<Boolean> process =
        () -> {
          new TopicAdmin(kafka, BODY_LIMIT).ensure(Topics.FIXED);
          return true;
        };
    try (var processes = Executors.newFixedThreadPool(5)) {
      for (var done : processes.invokeAll(List.of(process, process, process, process, process))) {
        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(new TopicAdmin(kafka, BODY_LIMIT).check(Topics.FIXED)).isEmpty();
  }

  @Test
  void namesEveryDifference() throws Exception {
    create(
        new NewTopic("llm.requests", Optional.of(2), Optional.empty())
            .configs(Map.of("max.message.bytes", "1048588")),
        new NewTopic("llm.policies", Optional.of(1), Optional.empty()));

    List<String> differences =
        new TopicAdmin(kafka, BODY_LIMIT)
            .check(List.of(Topics.REQUESTS, Topics.POLICIES, Topics.EVENTS));

    assertThat(differences)
        .containsExactly(
            "llm.requests has 2 partitions, not 6",
            "llm.requests has max.message.bytes 1048588, less than the 34603008 that the body"
                + " limit asks for",
            "llm.requests has retention.ms 604800000: it keeps prompts or answers longer than"
                + " PT24H",
            "llm.policies has cleanup.policy delete, not compact",
            "llm.events does not exist");
  }

  @Test
  void refusesRequestsAndOutcomesWithUnequalPartitions() throws Exception {
    create(new NewTopic("llm.requests", Optional.of(2), Optional.empty()));
    TopicAdmin topics = new TopicAdmin(kafka, BODY_LIMIT);

    assertThatThrownBy(() -> topics.ensure(List.of(Topics.REQUESTS, Topics.OUTCOMES)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("llm.requests has 2 partitions and llm.outcomes has 6");
  }

  private void create(NewTopic... topics) throws Exception {
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(List.of(topics)).all().get(30, TimeUnit.SECONDS);
    }
  }

  private long config(String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(kafka)) {
      var all = admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS);
      return Long.parseLong(all.values().iterator().next().get(name).value());
    }
  }
}
