package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.process.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A console that speaks TLS, with a certificate of an authority of its own. */
class TlsTest extends CommandGround {
  private X509Bundle authority;
  private Path authorityFile;

  @BeforeEach
  void startTlsServer() throws Exception {
    authority = authority("authority");
    authorityFile = Files.writeString(root.resolve("ca.pem"), authority.getCertificatePEM());
    serve(false);
  }

  private void serve(boolean clientsToo) throws Exception {
    server.close();
    TlsFiles files = new TlsFiles(Optional.of(issue("server")), Optional.of(authorityFile));
    server = new CannedServer(files.context(), clientsToo);
    server.answer("POST /admin/sql", 200, "{\"text\":\"1 row\\n\"}");
    environment.put("STROWGER_CONSOLE_URL", server.url());
  }

  @Test
  void aConsoleOfTheNamedAuthorityIsAsked() {
    environment.put("STROWGER_CLI_TLS_CA", authorityFile.toString());

    assertThat(run("sql", "SELECT 1")).as(err.toString()).isZero();

    assertThat(server.url()).startsWith("https://");
    assertThat(out.toString()).isEqualTo("1 row\n");
    assertThat(server.lastAsked().authorization()).contains("Bearer the-token");
  }

  @Test
  void aConsoleThatNobodyVouchesForNeverSeesTheToken() throws Exception {
    assertThat(run("sql", "SELECT 1")).isNotZero();

    environment.put(
        "STROWGER_CLI_TLS_CA",
        Files.writeString(root.resolve("other.pem"), authority("other").getCertificatePEM())
            .toString());
    assertThat(run("sql", "SELECT 1")).isNotZero();

    assertThat(server.timesAsked()).isZero();
    assertThat(err.toString()).contains(server.url()).doesNotContain("the-token");
  }

  @Test
  void aConsoleThatWantsACertificateIsShownTheOperators() throws Exception {
    serve(true);
    environment.put("STROWGER_CLI_TLS_CA", authorityFile.toString());
    assertThat(run("sql", "SELECT 1")).isNotZero();
    assertThat(server.timesAsked()).isZero();

    TlsFiles.Identity own = issue("operator");
    environment.put("STROWGER_CLI_TLS_CERT", own.certificate().toString());
    environment.put("STROWGER_CLI_TLS_KEY", own.key().toString());

    assertThat(run("sql", "SELECT 1")).as(err.toString()).isZero();
  }

  @Test
  void aFileThatIsNoCertificateIsNamed() {
    environment.put("STROWGER_CLI_TLS_CA", root.resolve("none.pem").toString());

    assertThat(run("sql", "SELECT 1")).isNotZero();

    assertThat(err.toString()).contains("none.pem");
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private TlsFiles.Identity issue(String name) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    return new TlsFiles.Identity(
        Files.writeString(root.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(root.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }
}
