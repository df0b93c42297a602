package dev.strowger.ingress;

/** What the chat requests of all event loops share. */
record Office(
    IngressConfig config,
    Authenticator authenticator,
    Admission admission,
    Pending pending,
    RequestPublisher publisher,
    DoorMeters meters) {}
