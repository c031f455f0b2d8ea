/** Tests of the analyzers, all through the compiler that runs them. */
@NullMarked
package io.sallyport.compile.analysis;

import org.jspecify.annotations.NullMarked;
