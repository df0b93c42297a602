package dev.strowger.worker;

import dev.strowger.features.Languages;
import dev.strowger.worker.gates.LanguageOf;
import org.jspecify.annotations.Nullable;

/** Opened when a gate first asks: half a second, and heap that most processes never need. */
final class SpokenLanguage implements LanguageOf {
  private @Nullable Languages languages;

  @Override
  public String of(String text) {
    return opened().of(text);
  }

  private synchronized Languages opened() {
    if (languages == null) {
      languages = Languages.open();
    }
    return languages;
  }
}
