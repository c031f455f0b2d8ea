@NullMarked
package io.sallyport.istio;

import org.jspecify.annotations.NullMarked;
