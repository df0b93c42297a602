/**
 * The operators' door. Comes from: the operators' command and the web page (HTTP), the manifests
 * operators write (files), the compacted topics of policies, credentials and provider health. Goes
 * to: {@code llm.policies} and {@code llm.credentials}, which the router and the apps' door follow;
 * and {@code llm.shadow}, for past requests; questions about the past go to ClickHouse with a user
 * that can only read.
 *
 * <p>Every answer to the outside passes {@link dev.strowger.console.Door}: host check, security
 * headers, admin token, body limit, one bounded pool for the work that blocks.
 */
@NullMarked
package dev.strowger.console;

import org.jspecify.annotations.NullMarked;
