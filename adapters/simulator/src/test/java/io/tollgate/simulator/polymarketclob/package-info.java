/** The simulated CLOB against vectors and its own rule. */
@NullMarked
package io.tollgate.simulator.polymarketclob;

import org.jspecify.annotations.NullMarked;
