package dev.strowger.ingress;

/** What came of looking for a kept answer. */
sealed interface Sought<T> {
  /** It is there. */
  record Found<T>(T value) implements Sought<T> {}

  /** There is none, or it is another tenant's: nobody can tell which. */
  record Absent<T>() implements Sought<T> {}

  /** It may be there, but cannot be had, or not for this. */
  record Refused<T>(OpenAiError error) implements Sought<T> {}
}
