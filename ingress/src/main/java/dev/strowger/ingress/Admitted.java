package dev.strowger.ingress;

/** A request whose headers were found good. */
record Admitted(Visit visit, Caller caller, RequestTerms terms) {
  Endpoint endpoint() {
    return visit.endpoint();
  }

  /** Of a body as it was sent: of more than some KiB not for an event loop. */
  String hash(byte[] sent) {
    return IdempotencyKey.bodyHash(terms.key(), sent);
  }
}
