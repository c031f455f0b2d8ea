package io.sallyport.source;

import io.sallyport.istio.SourceText;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.util.List;

/** Somewhere configuration is kept. */
public interface ConfigSource {

    /**
     * Reads everything that is there now.
     *
     * @throws IOException when a path cannot be read; the message names it
     */
    List<SourceText> read() throws IOException;

    /** Emits a short description of what was noticed each time something may have changed; never ends by itself. */
    Multi<String> changes();
}
