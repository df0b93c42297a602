package dev.strowger.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something made of files, made anew once they have changed. Looked for when it is needed, so no
 * thread waits for it. Files that cannot be used leave what there was.
 */
final class Reloaded<T> {
  private static final Logger log = LoggerFactory.getLogger(Reloaded.class);

  /** Between two looks at the files. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Makes it of the files as they are. */
  @FunctionalInterface
  interface Loading<T> {
    T load() throws IOException, GeneralSecurityException;
  }

  private record Stamp(FileTime modified, long bytes) {}

  private final List<Path> files;
  private final Loading<T> loading;
  private final LongSupplier nanos;
  private List<Stamp> stamps;
  private T now;
  private long lookedNanos;

  /**
   * @param nanos a clock that only goes on
   */
  Reloaded(List<Path> files, Loading<T> loading, LongSupplier nanos)
      throws IOException, GeneralSecurityException {
    this.files = List.copyOf(files);
    this.loading = loading;
    this.nanos = nanos;
    this.lookedNanos = nanos.getAsLong();
    this.stamps = stamps(files);
    this.now = loading.load();
  }

  synchronized T get() {
    long at = nanos.getAsLong();
    if (at - lookedNanos < INTERVAL.toNanos()) {
      return now;
    }
    lookedNanos = at;
    try {
      List<Stamp> seen = stamps(files);
      if (!seen.equals(stamps)) {
        // A key and a certificate are two files: what does not fit yet is tried at the next look.
        now = loading.load();
        stamps = seen;
        log.atInfo().addKeyValue("files", files).log("certificates loaded anew");
      }
    } catch (IOException | GeneralSecurityException e) {
      log.atWarn()
          .addKeyValue("files", files)
          .addKeyValue("why", e.getMessage())
          .log("changed certificates cannot be used, the old ones are kept");
    }
    return now;
  }

  private static List<Stamp> stamps(List<Path> files) throws IOException {
    List<Stamp> all = new ArrayList<>();
    for (Path file : files) {
      all.add(new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
    }
    return all;
  }
}
