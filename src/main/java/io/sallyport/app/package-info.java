/**
 * The front door: settings, the parts put together, start and drain.
 *
 * <p>The only room that knows Quarkus and CDI. It sees every other room, and none sees it. Before it comes the command
 * line ({@code cli}); after it, for each request, the {@code listener}.
 */
@NullMarked
package io.sallyport.app;

import org.jspecify.annotations.NullMarked;
