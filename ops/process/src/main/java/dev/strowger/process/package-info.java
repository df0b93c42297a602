/**
 * Ground under every process: settings from the environment, health, metrics, child processes, the
 * end of a process. Knows nothing of requests.
 */
@NullMarked
package dev.strowger.process;

import org.jspecify.annotations.NullMarked;
