/**
 * The build's short run of jcstress, in a JVM of its own. It asks for no outcome to be seen, only for none to be forbidden: what a busy
 * machine shows in half a second is chance. Long runs are started by hand, with the jar.
 */
@NullMarked
package io.tollgate.stress;

import org.jspecify.annotations.NullMarked;
