/** Tests of the step from resources to policy; {@code golden/} holds YAML and what it comes to, one folder a case. */
@NullMarked
package io.sallyport.compile;

import org.jspecify.annotations.NullMarked;
