package dev.strowger.worker.gates;

import dev.strowger.dialects.review.AskedFormat;

/**
 * What a gate has to know of a request.
 *
 * @param format of the answer
 * @param language of the prompt, ISO 639-1; empty if it is not known
 */
public record Asked(AskedFormat format, String language) {}
