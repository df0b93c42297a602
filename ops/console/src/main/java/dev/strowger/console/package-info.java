/**
 * The operators' door. Comes from: the operators' command and the web page (HTTP), the manifests
 * operators write (files), the compacted topics of policies, credentials, tenants, operators and
 * provider health. Goes to: {@code llm.policies}, {@code llm.credentials} and {@code llm.tenants},
 * which the router and the apps' door follow; {@code llm.operators} for itself; {@code
 * llm.actions}, whatever operators do; and {@code llm.shadow}, for past requests; questions about
 * the past go to ClickHouse with a user that can only read.
 *
 * <p>Every answer to the outside passes {@link dev.strowger.console.Door}: host check, security
 * headers, the caller and his role, body limit, one bounded pool for the work that blocks.
 */
@NullMarked
package dev.strowger.console;

import org.jspecify.annotations.NullMarked;
