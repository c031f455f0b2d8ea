package io.sallyport.source;

import io.sallyport.istio.SourceText;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several sources as one, the earlier's texts first. */
public final class CombinedSource implements ConfigSource {

    private final List<ConfigSource> sources;

    public CombinedSource(List<ConfigSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public List<SourceText> read() throws IOException {
        List<SourceText> texts = new ArrayList<>();
        for (ConfigSource source : sources) {
            texts.addAll(source.read());
        }
        return texts;
    }

    @Override
    public Multi<String> changes() {
        return Multi.createBy()
                .merging()
                .streams(sources.stream().map(ConfigSource::changes).toList());
    }
}
