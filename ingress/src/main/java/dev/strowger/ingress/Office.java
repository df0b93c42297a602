package dev.strowger.ingress;

/** What the requests of all event loops share. */
record Office(
    IngressConfig config,
    Authenticator authenticator,
    Admission admission,
    Pending pending,
    RequestPublisher publisher,
    KeptDesk kept,
    RescueDesk rescue,
    FeatureDesk features,
    Bodies bodies,
    DoorMeters meters) {}
