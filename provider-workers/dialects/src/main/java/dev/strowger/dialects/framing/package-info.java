/** What parsers of streams share, whose units may lie across the pieces that bytes come in. */
@NullMarked
package dev.strowger.dialects.framing;

import org.jspecify.annotations.NullMarked;
