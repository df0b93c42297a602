/**
 * What a model answered, free of any wire format, whole or piece by piece. Comes from: the wires of
 * all families. Goes to: the writers of the clients' APIs.
 */
@NullMarked
package dev.strowger.dialects.answer;

import org.jspecify.annotations.NullMarked;
