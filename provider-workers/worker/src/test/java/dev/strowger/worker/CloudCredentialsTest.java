package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that are not asked by a key but by a cloud's credentials. */
class CloudCredentialsTest {
  private static final String CLOUDS =
      """
      providers:
        - name: bedrock
          dialect: bedrock-converse
          base_url: https://bedrock-runtime.eu-central-1.amazonaws.com
          auth: aws
          region: eu-central-1
        - name: vertex
          dialect: vertex
          base_url: https://europe-west1-aiplatform.googleapis.com
          auth: google
      """;

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void cloudsAndAToken() throws IOException {
    Path file = directory.resolve("clouds.yaml");
    Files.writeString(file, CLOUDS);
    environment.put("STROWGER_PROVIDERS", file.toString());
    environment.put("STROWGER_CHANNEL_TOKEN", "channel-secret");
  }

  @Test
  void readsTheAccessKeyOfAws() throws IOException {
    Path key = Files.writeString(directory.resolve("aws"), "aws-secret/+\n");
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY_FILE", key.toString());
    environment.put("AWS_SESSION_TOKEN", "aws-session");
    environment.put("STROWGER_POOLS", "bedrock");

    WorkerConfig config = config();

    assertThat(config.providers().getFirst().secret())
        .isEqualTo(
            new Secret.Aws(
                new ApiKey("AKIDEXAMPLE"),
                new ApiKey("aws-secret/+"),
                Optional.of(new ApiKey("aws-session"))));
    assertThat(config.toString() + config.providers())
        .doesNotContain("AKIDEXAMPLE")
        .doesNotContain("aws-se");
  }

  @Test
  void doesNotTakeHalfAnAccessKeyForNone() {
    environment.put("STROWGER_SIMULATE", "missing-keys");
    environment.put("STROWGER_SIMULATORS", "bedrock=http://127.0.0.1:9103");
    environment.put("STROWGER_POOLS", "bedrock");
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");

    assertThatThrownBy(this::config)
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY (or AWS_SECRET_ACCESS_KEY_FILE) is not set");
  }

  @Test
  void readsTheCredentialsFileOfGoogle() throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint(TokenEndpoint.Reply.token("t", 1))) {
      Path file = Files.writeString(directory.resolve("sa.json"), endpoint.credentialsFile());
      environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
      environment.put("STROWGER_POOLS", "vertex");

      assertThat(config().providers().getFirst().secret()).isInstanceOf(Secret.Google.class);
    }
  }

  @Test
  void refusesACredentialsFileThatIsNoneWithoutRepeatingIt() throws IOException {
    Path file = Files.writeString(directory.resolve("sa.json"), "{\"private_key\":\"hush\"}");
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    environment.put("STROWGER_POOLS", "vertex");

    assertThatThrownBy(this::config)
        .hasMessageContaining("expected a file with credentials of Google's")
        .hasMessageNotContaining("hush");
  }

  @Test
  void simulatesCloudsForWhichNothingIsSetAndElseNamesWhatIsMissing() {
    environment.put("STROWGER_POOLS", "bedrock,vertex");
    assertThatThrownBy(this::config)
        .hasMessageContaining("AWS_ACCESS_KEY_ID (or AWS_ACCESS_KEY_ID_FILE) is not set")
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY (or")
        .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS is not set");

    environment.put("STROWGER_SIMULATE", "missing-keys");
    environment.put(
        "STROWGER_SIMULATORS", "bedrock=http://127.0.0.1:9103,vertex=http://127.0.0.1:9104");

    assertThat(config().providers()).allMatch(ProviderAccess::simulated);
    assertThat(config().providers())
        .extracting(ProviderAccess::secret)
        .containsOnly(new Secret.None());
  }

  private WorkerConfig config() {
    Settings settings = new Settings(environment);
    KafkaAccess kafka = KafkaAccess.plain("127.0.0.1:19092", new InMemorySchemaRegistry());
    return settings.orThrow(WorkerConfig.from(settings, kafka));
  }
}
