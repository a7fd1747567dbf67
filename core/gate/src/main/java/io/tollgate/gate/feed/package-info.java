/**
 * How the outside world tells the gate about money.
 *
 * <p>An adapter implements {@link io.tollgate.gate.feed.BalanceFeed} and hands what it hears to a {@link
 * io.tollgate.gate.feed.FeedSink}, stamped on arrival by the feed's own thread. The sink is bounded: a feed that is faster
 * than BookKeeper is blocked, nothing is dropped. What money means (agreement, drift, replay) is decided by BookKeeper;
 * feeds only translate, exactly, or say that they could not.
 */
@NullMarked
package io.tollgate.gate.feed;

import org.jspecify.annotations.NullMarked;
