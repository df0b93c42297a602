/**
 * Cost of the innermost loops, by JMH: what a token of a stream costs to translate, against the
 * plain way of doing it (a tree per event) in the same run; what reading a large catalogue costs;
 * what a decision costs under policies of any size; what looking at a prompt does. Beside that
 * {@link dev.strowger.microbench.CredentialsBench}: what many credentials cost a door.
 */
@NullMarked
package dev.strowger.microbench;

import org.jspecify.annotations.NullMarked;
