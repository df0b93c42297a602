/**
 * Transactions of the router that nobody will end any more. Comes from: the leaders of the
 * partitions the router works on, and the coordinators of transactions. Goes to: the partitions,
 * where such a transaction is aborted.
 *
 * <p>{@link dev.strowger.router.transactions.OpenTransaction} says whether one is abandoned, {@link
 * dev.strowger.router.transactions.HangingTransactions} asks Kafka and ends it.
 */
@NullMarked
package dev.strowger.router.transactions;

import org.jspecify.annotations.NullMarked;
