package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/find-jdk}, run by the system's shell. */
class FindJdkTest {
  private static final Path SCRIPT = Path.of("../../bin/find-jdk").toAbsolutePath().normalize();

  @TempDir private Path directory;

  private record Ended(int code, String out, String err) {}

  @Test
  void takesTheOneJavaHomeNames() throws Exception {
    Path jdk = jdk("given", "25.0.1");

    assertThat(findJdk(Map.of("JAVA_HOME", jdk.toString())))
        .isEqualTo(new Ended(0, jdk + "\n", ""));
  }

  @Test
  void passesOverOneThatIsTooOld() throws Exception {
    Path old = jdk("old", "17.0.9");
    Path later = jdk(".sdkman/candidates/java/26-tem", "26");

    Ended ended = findJdk(Map.of("JAVA_HOME", old.toString(), "HOME", directory.toString()));

    assertThat(ended.code()).isZero();
    assertThat(ended.out().strip()).isNotEqualTo(old.toString());
    // A machine with a JDK in the usual folders finds that first.
    assertThat(ended.out().strip())
        .satisfiesAnyOf(
            found -> assertThat(found).isEqualTo(later.toString()),
            found -> assertThat(found).startsWith("/usr/lib/jvm/"),
            found -> assertThat(found).startsWith("/opt/"));
  }

  @Test
  void followsTheLinksOfTheJavaOnThePath() throws Exception {
    Path jdk = jdk("real", "25");
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));

    Ended ended = findJdk(Map.of("PATH", bin + ":/usr/bin:/bin"));

    assertThat(ended.out()).isEqualTo(jdk + "\n");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.toRealPath().resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String program : new String[] {"java", "javac"}) {
      Files.setPosixFilePermissions(
          Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n"),
          PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static Ended findJdk(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", SCRIPT.toString());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, err);
  }
}
