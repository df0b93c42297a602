/**
 * Bounded reading of the log, and work of minutes over it. Comes from: any topic, between two
 * times. Goes to: replays, past traffic for shadows, and single decisions and answers.
 */
@NullMarked
package dev.strowger.console.log;

import org.jspecify.annotations.NullMarked;
