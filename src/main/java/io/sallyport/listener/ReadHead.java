package io.sallyport.listener;

/** What a request's head came to. */
sealed interface ReadHead permits ClientRequestHead, HeadRefusal {}
