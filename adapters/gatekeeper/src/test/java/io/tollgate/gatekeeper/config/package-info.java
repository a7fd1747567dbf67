/** Tests of the configuration file and the commands that read it. */
@NullMarked
package io.tollgate.gatekeeper.config;

import org.jspecify.annotations.NullMarked;
