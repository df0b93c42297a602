package dev.strowger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import dev.strowger.process.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineConfigTest {
  private static final Credentials CREDENTIALS = new Credentials("secret-a", "secret-b");

  @Test
  void hasTheseDefaults() {
    EngineConfig config =
        EngineConfig.from(new Settings(Map.of()), Path.of("data/clickhouse"), CREDENTIALS);

    assertThat(config.port()).isEqualTo(18123);
    assertThat(config.dataDirectory()).isEqualTo(Path.of("data/clickhouse/data"));
    assertThat(config.logFile()).isEqualTo(Path.of("data/clickhouse/engine.log"));
    assertThat(config.limits()).isEqualTo(new EngineConfig.Limits(2L << 30, 8));
    assertThat(config.library())
        .endsWith(Path.of("node_modules/@chdb/lib-linux-x64-gnu/libchdb.so"));
  }

  @Test
  void showsNoPasswords() {
    assertThat(CREDENTIALS.toString()).doesNotContain("secret");
    assertThatThrownBy(() -> new Credentials("", "x")).hasMessageContaining("password");
  }

  @Test
  void knowsItsUsersByTheirPasswords() {
    assertThat(CREDENTIALS.roleOf(basic("default:secret-a"))).contains(Role.ADMIN);
    assertThat(CREDENTIALS.roleOf(basic("reader:secret-b"))).contains(Role.READER);
    assertThat(CREDENTIALS.roleOf(basic("default:secret-b"))).isEmpty();
    assertThat(CREDENTIALS.roleOf(basic("nobody"))).isEmpty();
    assertThat(CREDENTIALS.roleOf(new Headers())).isEmpty();
  }

  private static Headers basic(String pair) {
    Headers headers = new Headers();
    headers.set(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }
}
