package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a b", "a\"b", "a;b", "\u00e4"})
    void aPseudonymThatCannotStandInBothFieldsIsRefused(String name) {
        assertThatThrownBy(() -> ListenerSettings.DEFAULTS.withPseudonym(name))
                .hasMessageStartingWith("pseudonym: " + name + " (expected: ");
    }

    @Test
    void aDenialIs403Or502() {
        assertThat(ListenerSettings.DEFAULTS.withDenialStatus(502).denialStatus())
                .isEqualTo(502);
        assertThatThrownBy(() -> ListenerSettings.DEFAULTS.withDenialStatus(404))
                .hasMessage("denialStatus: 404 (expected: 403 or 502)");
    }
}
