/**
 * Ground under every process: settings from the environment, health, metrics, child processes, the
 * end of a process. Knows nothing of requests.
 *
 * <p>Environment → {@link dev.strowger.process.Settings} → a deployable's configuration → {@link
 * dev.strowger.process.ServiceProcess} starts it with {@link dev.strowger.process.Probes} → its own
 * door or {@link dev.strowger.process.ProbeServer} → whoever asks for health and metrics.
 */
@NullMarked
package dev.strowger.process;

import org.jspecify.annotations.NullMarked;
