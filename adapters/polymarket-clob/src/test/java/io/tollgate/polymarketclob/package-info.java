/** The CLOB's adapter against vectors, tables of answers, a loopback venue that misbehaves, the simulator, and the official client. */
@NullMarked
package io.tollgate.polymarketclob;

import org.jspecify.annotations.NullMarked;
