package dev.strowger.worker.gates;

/** Says in which language a text is. */
@FunctionalInterface
public interface LanguageOf {
  /** Says of every text that its language cannot be told. */
  LanguageOf UNKNOWN = text -> "";

  /**
   * @return ISO 639-1; empty if it cannot be told
   */
  String of(String text);
}
