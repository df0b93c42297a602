/** The wire format of the family bedrock. */
@NullMarked
package dev.strowger.dialects.bedrock;

import org.jspecify.annotations.NullMarked;
