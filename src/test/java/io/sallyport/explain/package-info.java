/** Tests of explanations. */
@NullMarked
package io.sallyport.explain;

import org.jspecify.annotations.NullMarked;
