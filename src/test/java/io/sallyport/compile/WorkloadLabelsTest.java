package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadLabelsTest {

    @Test
    void labels_are_names_with_values_that_may_be_empty() {
        assertThat(WorkloadLabels.parse(List.of("app=web", " example.com/tier= ")))
                .isEqualTo(Map.of("app", "web", "example.com/tier", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "=web", ""})
    void what_has_no_name_or_no_equals_sign_is_refused(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkloadLabels.parse(List.of(written)))
                .withMessageContaining("expected: name=value");
    }

    @Test
    void a_name_comes_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkloadLabels.parse(List.of("app=a", "app=b")))
                .withMessageContaining("app comes twice");
    }
}
