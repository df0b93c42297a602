package dev.strowger.dialects;

import dev.strowger.dialects.anthropic.AnthropicDialect;
import dev.strowger.dialects.openai.OpenAiDialect;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The families of wire formats that are spoken here. */
public final class Dialects {
  /** A family, named in providers.yaml by {@link #label}. */
  public enum Family {
    OPENAI,
    ANTHROPIC;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Family> of(String label) {
      return Arrays.stream(values()).filter(f -> f.label().equals(label)).findFirst();
    }
  }

  private Dialects() {}

  /** The dialect that speaks a family's wire format. */
  public static Dialect of(Family family) {
    return switch (family) {
      case OPENAI -> new OpenAiDialect();
      case ANTHROPIC -> new AnthropicDialect();
    };
  }
}
