/** Vectors for texts: what a client asks for and what it gets, whatever the formats. */
@NullMarked
package dev.strowger.dialects.embeddings;

import org.jspecify.annotations.NullMarked;
