package dev.strowger.dialects;

import org.junit.jupiter.api.Test;

/** The translators against inputs nobody thought of. */
class DialectFuzzIT {
  @Test
  void whateverComesIsTranslatedOrRefused() throws Exception {
    Fuzzing.run(DialectFuzz.class, "calls", "dev.strowger.dialects.**");
  }
}
