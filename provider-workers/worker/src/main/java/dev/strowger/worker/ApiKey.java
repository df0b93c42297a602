package dev.strowger.worker;

/** A provider's key. Its text form hides it, so that it cannot end up in a log by accident. */
record ApiKey(String secret) {
  ApiKey {
    if (secret.isEmpty() || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException("a key must be printable ASCII without spaces");
    }
  }

  @Override
  public String toString() {
    return "ApiKey[hidden]";
  }
}
