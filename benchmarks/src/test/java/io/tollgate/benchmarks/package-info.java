/** The benchmarks called a few times each, so that they cannot rot; nothing is measured. */
@NullMarked
package io.tollgate.benchmarks;

import org.jspecify.annotations.NullMarked;
