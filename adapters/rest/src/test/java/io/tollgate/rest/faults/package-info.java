/** An hour of a venue's faults in simulated time, for the feeds of all venues. */
@org.jspecify.annotations.NullMarked
package io.tollgate.rest.faults;
