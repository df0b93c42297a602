package dev.strowger.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** One line about the machine the figures come from. */
final class Machine {
  private Machine() {}

  static String line() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %s MiB memory, %s %s, Java %s, load %.1f before the run",
        first("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        memoryMib(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String memoryMib() {
    String text = first("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    return text.isEmpty() ? "?" : Long.toString(Long.parseLong(text) / 1024);
  }

  private static String first(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
