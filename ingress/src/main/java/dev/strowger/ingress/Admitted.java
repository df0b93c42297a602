package dev.strowger.ingress;

import dev.strowger.records.CredentialRecord;

/** A request whose headers were found good. */
record Admitted(Visit visit, CredentialRecord credential, RequestTerms terms) {
  Endpoint endpoint() {
    return visit.endpoint();
  }

  /** Of a body as it was sent: of more than some KiB not for an event loop. */
  String hash(byte[] sent) {
    return IdempotencyKey.bodyHash(terms.key(), sent);
  }
}
