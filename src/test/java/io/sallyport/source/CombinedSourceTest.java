package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.istio.SourceText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinedSourceTest {

    private static final SourceText FILE = new SourceText("a.yaml", "of a file");
    private static final SourceText RESOURCE = new SourceText("kubernetes:shop/ServiceEntry/a", "of a cluster", true);

    @Test
    void theTextsOfAllAreReadTheFirstSourcesFirst() throws IOException {
        var combined = new CombinedSource(List.of(new Fixed(FILE), new Fixed(RESOURCE)));

        assertThat(combined.read()).containsExactly(FILE, RESOURCE);
        assertThat(combined.read()).extracting(SourceText::standsAlone).containsExactly(false, true);
    }

    @Test
    void aSourceThatCannotBeReadFailsTheReading() {
        var combined = new CombinedSource(List.of(new Fixed(FILE), new Broken()));

        assertThatThrownBy(combined::read).isInstanceOf(IOException.class).hasMessage("no way there");
    }

    @Test
    void aChangeOfAnyIsAChange() {
        var first = new Fixed(FILE);
        var second = new Fixed(RESOURCE);
        List<String> told = new ArrayList<>();
        var watch =
                new CombinedSource(List.of(first, second)).changes().subscribe().with(told::add);

        second.changes.onNext("ServiceEntry shop/a changed");
        first.changes.onNext("a.yaml changed");
        watch.cancel();
        first.changes.onNext("nobody listens");

        assertThat(told).containsExactly("ServiceEntry shop/a changed", "a.yaml changed");
    }

    private static final class Fixed implements ConfigSource {

        private final SourceText text;
        private final BroadcastProcessor<String> changes = BroadcastProcessor.create();

        Fixed(SourceText text) {
            this.text = text;
        }

        @Override
        public List<SourceText> read() {
            return List.of(text);
        }

        @Override
        public Multi<String> changes() {
            return changes;
        }
    }

    private static final class Broken implements ConfigSource {

        @Override
        public List<SourceText> read() throws IOException {
            throw new IOException("no way there");
        }

        @Override
        public Multi<String> changes() {
            return Multi.createFrom().nothing();
        }
    }
}
