package dev.strowger.features;

/**
 * The texts of one request.
 *
 * @param last what the user said last: what intents, complexity and the direction go by
 * @param earlier what the user said before, newest first; tells the language of a short last word
 * @param whole all that would reach a provider, in which detectors look; may be empty if no
 *     detector is to look
 */
public record Prompt(String last, String earlier, String whole) {}
