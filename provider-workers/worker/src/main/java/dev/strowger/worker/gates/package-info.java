/**
 * Whether a whole answer is good enough to be given. Pure: no call is made and nothing is kept
 * here.
 *
 * <p>Comes from: an answer that its client has nothing of, the request and the step's {@code
 * accept}. {@link dev.strowger.worker.gates.Gates} looks at the answer itself, {@link
 * dev.strowger.worker.gates.Agreement} at what further answers say, {@link
 * dev.strowger.worker.gates.JudgeRequest} asks another model and {@link
 * dev.strowger.worker.gates.Grade} reads what that says. Goes to: the worker, which gives the
 * answer or moves the plan on.
 */
@NullMarked
package dev.strowger.worker.gates;

import org.jspecify.annotations.NullMarked;
