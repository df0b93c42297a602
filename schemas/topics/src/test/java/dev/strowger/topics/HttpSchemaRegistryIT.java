package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.records.EventRecord;
import dev.strowger.registry.LocalRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class HttpSchemaRegistryIT {
  @TempDir private static Path directory;
  private static LocalRegistry local;

  @BeforeAll
  static void start() throws Exception {
    local =
        LocalRegistry.start(
            new LocalRegistry.Config(
                Path.of("..", "..", "ops", "registry", "target", "apicurio"),
                directory.resolve("data"),
                0,
                directory.resolve("registry.log")));
  }

  @AfterAll
  static void stop() {
    local.close();
  }

  @Test
  void givesOneIdToManyProcessesThatRegisterTogether() throws Exception {
    List<Callable<Integer>> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HttpSchemaRegistry registry = registry();
      processes.add(() -> registry.idOf("llm.events-value", EventRecord.getClassSchema()));
    }

    Set<Integer> ids = new HashSet<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var id : threads.invokeAll(processes)) {
        ids.add(id.get());
      }
    }

    assertThat(ids).hasSize(1);
    Schema published = registry().byId(ids.iterator().next());
    assertThat(published.getFullName()).isEqualTo("dev.strowger.records.EventRecord");
    assertThat(published.toString()).doesNotContain("avro.java.string");
  }

  @Test
  void refusesAnIncompatibleSchemaAndSaysWhatToDo() {
    registry().idOf("r-value", record("a"));

    assertThatThrownBy(() -> registry().idOf("r-value", record("b")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("give each new field a default");
  }

  @Test
  void refusesAnIdThatNobodyHas() {
    assertThatThrownBy(() -> registry().byId(4711))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.passing()).isFalse())
        .hasMessageContaining("4711");
  }

  private HttpSchemaRegistry registry() {
    return new HttpSchemaRegistry(RegistrySettings.plain(local.url()));
  }

  private static Schema record(String field) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"%s\",\"type\":\"int\"}]}"
                .formatted(field));
  }
}
