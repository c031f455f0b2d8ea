package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;

/** Turns exchanges that ended into lines. One a thread, since it reuses its buffer. */
interface LineFormat {

    /** The line, good until the next. */
    LineBuffer encode(Exchange exchange);
}
