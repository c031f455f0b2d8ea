package io.sallyport.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ca init} makes. */
class NewAuthorityTest {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    @Test
    void it_signs_servers_certificates_and_no_other_authoritys() throws Exception {
        X509Certificate certificate = made().certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).as("pathlen").isZero();
        boolean[] usage = new boolean[9];
        usage[5] = true; // keyCertSign
        usage[6] = true; // cRLSign
        assertThat(certificate.getKeyUsage()).isEqualTo(usage);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Team\\, bank");
        assertThat(certificate.getNotAfter()).isCloseTo(Date.from(Instant.now().plus(Duration.ofDays(9))), 5_000);
        assertThat(certificate.getCriticalExtensionOIDs()).doesNotContain(NAME_CONSTRAINTS);
    }

    @Test
    void its_limits_are_critical() {
        assertThat(made("bank.example").certificate().getCriticalExtensionOIDs())
                .contains(NAME_CONSTRAINTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "*.", "a..b", "https://bank.example", "bank.example:443", "bänk.example", "10.0.0.0/99"
            })
    void what_is_no_domain_and_no_address_cannot_be_permitted(String permitted) {
        assertThatIllegalArgumentException().isThrownBy(() -> made(permitted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12345678901234567890123456789012345678901234567890123456789012345"})
    void its_name_has_one_to_sixty_four_characters(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NewAuthority.create(name, Duration.ofDays(1), List.of(), Instant.now()))
                .withMessageContaining("1 to 64 characters");
    }

    private static NewAuthority made(String... permitted) {
        return NewAuthority.create("Team, bank", Duration.ofDays(9), List.of(permitted), Instant.now());
    }
}
