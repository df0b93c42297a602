package dev.strowger.dialects.cross;

import dev.strowger.dialects.StreamDecoder.Ending;

/** All that a client got of a stream, and how it ended. */
record Streamed(String events, Ending ending) {}
