/**
 * What differs between two versions of a policy. Comes from: the files of two bundles. Goes to: the
 * console's answers. Pure.
 */
@NullMarked
package dev.strowger.console.diff;

import org.jspecify.annotations.NullMarked;
