package dev.strowger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** CPU time of a process, its descendants, and those of them that have ended, from Linux' /proc. */
final class ProcessCpu {
  /** USER_HZ is 100 on every Linux a JVM runs on. */
  private static final long MILLIS_PER_TICK = 10;

  private static final int FIRST_TIME_AFTER_NAME = 11;
  private static final int TIMES = 4;

  private ProcessCpu() {}

  /** Used so far; empty when there is no such process or no /proc. */
  static OptionalLong millis(long pid) {
    OptionalLong own = ownMillis(pid);
    if (own.isEmpty()) {
      return own;
    }
    LongStream descendants =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(child -> ownMillis(child.pid()).orElse(0));
    return OptionalLong.of(own.getAsLong() + descendants.sum());
  }

  private static OptionalLong ownMillis(long pid) {
    try {
      return OptionalLong.of(parse(Files.readString(Path.of("/proc/" + pid + "/stat"))));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** User and system time of the process and of the children it has waited for. */
  static long parse(String stat) {
    // The name, in brackets, may itself contain blanks and brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 0; i < TIMES; i++) {
      ticks += Long.parseLong(fields[FIRST_TIME_AFTER_NAME + i].strip());
    }
    return ticks * MILLIS_PER_TICK;
  }
}
