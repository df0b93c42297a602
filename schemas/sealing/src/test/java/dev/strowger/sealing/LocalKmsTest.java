package dev.strowger.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.sealing.SealedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKmsTest {
  private static final KeyScope ACME = KeyScope.general("acme");
  private static final byte[] DATA_KEY = new byte[32];

  @TempDir private Path directory;

  private LocalKms kms() {
    return new LocalKms(directory, new SecureRandom(), Clock.systemUTC());
  }

  @Test
  void aKeyIsMadeOnceHoweverManyAskAtOnce() throws Exception {
    int many = 32;
    CountDownLatch start = new CountDownLatch(1);
    Set<KeyName> names = ConcurrentHashMap.newKeySet();
    List<byte[]> wrapped = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      List<Future<byte[]>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        LocalKms own = kms();
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  KeyName name = own.current(ACME);
                  names.add(name);
                  return own.wrap(name, DATA_KEY);
                }));
      }
      start.countDown();
      for (Future<byte[]> one : all) {
        wrapped.add(one.get());
      }
    }

    assertThat(names).hasSize(1);
    KeyName name = names.iterator().next();
    wrapped.forEach(one -> assertThat(kms().unwrap(name, one)).isEqualTo(DATA_KEY));
    assertThat(files()).hasSize(1);
  }

  @Test
  void otherProcessesMakeTheSameKey() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  KeyMaker.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start());
    }
    Set<String> derived = ConcurrentHashMap.newKeySet();
    for (Process process : processes) {
      derived.add(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
      assertThat(process.waitFor()).isZero();
    }

    assertThat(derived).hasSize(1);
    assertThat(derived.iterator().next()).matches("[0-9a-f]{64}");
    assertThat(files()).hasSize(1);
  }

  @Test
  void onlyTheOwnerCanReadAKey() throws IOException {
    kms().current(ACME);

    Path file = files().getFirst();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(file.toString()).doesNotContain("acme");
  }

  @Test
  void aDestroyedKeyIsGoneForGoodAndTheNextIsAnother() throws IOException {
    KeyName first = kms().current(ACME);
    byte[] wrapped = kms().wrap(first, DATA_KEY);

    kms().destroy(first);
    KeyName second = kms().current(ACME);
    kms().destroy(first);

    assertThat(second).isEqualTo(new KeyName(ACME, 2));
    assertThat(reason(() -> kms().unwrap(first, wrapped))).isEqualTo(Reason.KEY_GONE);
    assertThat(reason(() -> kms().wrap(first, DATA_KEY))).isEqualTo(Reason.KEY_GONE);
    assertThat(kms().list(Optional.empty()))
        .extracting(key -> key.name().generation() + ":" + key.destroyedAt().isPresent())
        .containsExactlyInAnyOrder("1:true", "2:false");
    assertThat(files()).noneMatch(file -> file.toString().endsWith(".1.key"));
  }

  @Test
  void aKeyThatIsNotThereButWasNotDestroyedIsNotGone() {
    KeyName name = kms().current(ACME);
    byte[] wrapped = kms().wrap(name, DATA_KEY);
    LocalKms elsewhere =
        new LocalKms(directory.resolve("elsewhere"), new SecureRandom(), Clock.systemUTC());

    assertThat(reason(() -> elsewhere.unwrap(name, wrapped))).isEqualTo(Reason.KMS_UNREACHABLE);
    assertThat(elsewhere.list(Optional.empty())).isEmpty();
  }

  @Test
  void aWrappedKeyThatWasChangedIsDamaged() {
    KeyName name = kms().current(ACME);
    byte[] wrapped = kms().wrap(name, DATA_KEY);
    wrapped[20] ^= 1;

    assertThat(reason(() -> kms().unwrap(name, wrapped))).isEqualTo(Reason.DAMAGED);
    assertThat(reason(() -> kms().unwrap(name, new byte[3]))).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void namesThatCouldLeaveTheDirectoryAreNone() {
    assertThat(KeyName.parse("../../etc.general.always.1")).isEmpty();
    assertThat(KeyName.parse(ACME.text() + ".0")).isEmpty();
    assertThat(KeyName.parse(ACME.text())).isEmpty();
    assertThat(KeyName.parse(ACME.text() + ".1")).contains(new KeyName(ACME, 1));
    assertThatThrownBy(() -> new KeyScope("x", "general", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Reason reason(Runnable work) {
    return SealingTest.reason(work);
  }
}
