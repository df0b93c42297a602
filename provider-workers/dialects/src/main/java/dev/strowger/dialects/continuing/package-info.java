/**
 * Going on with a broken answer: what the next model is asked, and how its words are put behind
 * those the client has. Comes from: the readers of what was sent. Goes to: the wires of all
 * families, and from them to the writers of the clients' APIs.
 */
@NullMarked
package dev.strowger.dialects.continuing;

import org.jspecify.annotations.NullMarked;
