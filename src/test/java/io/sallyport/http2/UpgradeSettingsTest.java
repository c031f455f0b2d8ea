package io.sallyport.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeSettingsTest {

    @Test
    void whatCurlSendsIsRead() {
        Http2Settings settings = Objects.requireNonNull(UpgradeSettings.read("AAMAAABkAAQCAAAAAAIAAAAA"));

        assertThat(settings.maxConcurrentStreams()).isEqualTo(100);
        assertThat(settings.initialWindowSize()).isEqualTo(33_554_432);
        assertThat(settings.pushEnabled()).isFalse();
    }

    @Test
    void noneAtAllAreNone() {
        assertThat(UpgradeSettings.read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "AAM", "AAMAAABkAA", "AAUAAAAB", "AAT_____"})
    void whatIsNotBase64OrOutOfRangeIsNothing(String text) {
        assertThat(UpgradeSettings.read(text)).isNull();
    }
}
