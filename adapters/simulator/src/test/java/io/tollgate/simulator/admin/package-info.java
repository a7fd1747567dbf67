/** Tests of the admin interface. */
@NullMarked
package io.tollgate.simulator.admin;

import org.jspecify.annotations.NullMarked;
