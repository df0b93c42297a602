/**
 * What a client asks, free of any wire format. Comes from: the readers of the clients' APIs. Goes
 * to: the wires of all families.
 */
@NullMarked
package dev.strowger.dialects.conversation;

import org.jspecify.annotations.NullMarked;
