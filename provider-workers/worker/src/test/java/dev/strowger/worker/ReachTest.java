package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "http://169.254.170.2",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://100.100.100.200/",
        "http://0.0.0.0:8080/",
        "http://224.0.0.1/",
        "http://[::]/"
      })
  void whereMachinesKeepTheirSecretsNoProviderIs(String url) {
    assertThat(Reach.PLAIN.objectionToLiteral(URI.create(url))).isPresent();
    assertThat(Reach.PLAIN.objection(URI.create(url))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:11434/v1",
        "http://[::1]/",
        "http://10.0.0.5/",
        "http://8.8.8.8/"
      })
  void modelsOnThisMachineAndInPrivateNetworksAreReached(String url) {
    assertThat(Reach.PLAIN.objection(URI.create(url))).isEmpty();
  }

  @Test
  void anExceptionIsAllowed() {
    Settings settings =
        new Settings(Map.of("STROWGER_PROVIDER_ALLOWED_ADDRESSES", "169.254.170.2, fe80::1"));

    Reach reach = settings.orThrow(Reach.from(settings, "my-llm"));

    assertThat(reach.exceptions())
        .isEqualTo(
            Set.of(InetAddress.ofLiteral("169.254.170.2"), InetAddress.ofLiteral("fe80::1")));
    assertThat(reach.objection(URI.create("http://169.254.170.2/"))).isEmpty();
    assertThat(reach.objection(URI.create("http://169.254.169.254/"))).isPresent();
  }

  @Test
  void certificatesAreReadByTheProvidersName() {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_PROVIDER_MY_LLM_TLS_CA", "/none.pem",
                "STROWGER_PROVIDER_ALLOWED_ADDRESSES", "example.org"));

    Reach reach = Reach.from(settings, "my-llm");

    assertThat(reach.tls()).isEmpty();
    Assertions.assertThatThrownBy(() -> settings.orThrow(reach))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STROWGER_PROVIDER_MY_LLM_TLS_*: /none.pem")
        .hasMessageContaining("example.org is no IP address");
  }
}
