/**
 * What tenants, teams and credentials have used, as a fold over the events, and whether a request
 * still fits into their limits.
 */
@NullMarked
package dev.strowger.quota;

import org.jspecify.annotations.NullMarked;
