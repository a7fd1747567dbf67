/** Tests of the demo's parts, and short runs of the whole. */
@NullMarked
package io.tollgate.gatekeeper.demo;

import org.jspecify.annotations.NullMarked;
