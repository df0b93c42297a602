package dev.strowger.policy;

import dev.strowger.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The manifests of the tests' resources, which have every key of the format. */
final class Example {
  private Example() {}

  static String text(String file) {
    return text(Example.class, file);
  }

  static String text(Class<?> beside, String file) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String models() {
    return text("models.yaml");
  }

  static Map<Target.Name, ModelCard> cards() {
    return ModelsReader.read(Manifest.parse("models.yaml", models()).root());
  }
}
