package io.sallyport.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a minted certificate says, and for whom none is made. */
class LeafMinterTest {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    static Path folder;

    static KeyPair keys;
    static CertificateAuthority free;

    @BeforeAll
    static void make() throws Exception {
        keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        free = TestAuthority.in(folder, "free").loaded();
    }

    @Test
    void it_is_valid_under_its_authority_and_good_for_servers_alone() throws Exception {
        X509Certificate leaf = new LeafMinter(free, keys).mint("api.bank.example", now);

        assertThat(chains(leaf, free.certificate())).isTrue();
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(DNS, "api.bank.example"));
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).startsWith(true, false, false, false, false, false);
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        assertThat(leaf.getNonCriticalExtensionOIDs())
                .contains("2.5.29.14", "2.5.29.35"); // its own key's identifier, and the authority's
        assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
    }

    @Test
    void it_is_valid_from_an_hour_ago_for_a_day() throws Exception {
        Instant later = now.plus(Duration.ofDays(2));

        X509Certificate leaf = new LeafMinter(free, keys).mint("bank.example", later);

        assertThat(leaf.getNotBefore()).isEqualTo(Date.from(later.minus(Duration.ofHours(1))));
        assertThat(leaf.getNotAfter()).isEqualTo(Date.from(later.plus(Duration.ofHours(24))));
    }

    @Test
    void it_is_never_valid_when_its_authority_is_not() throws Exception {
        CertificateAuthority brief =
                TestAuthority.in(folder, "brief", now, Duration.ofHours(2)).loaded();
        LeafMinter minter = new LeafMinter(brief, keys);

        X509Certificate leaf = minter.mint("bank.example", now.minus(Duration.ofMinutes(30)));

        assertThat(leaf.getNotBefore()).isEqualTo(brief.certificate().getNotBefore());
        assertThat(leaf.getNotAfter()).isEqualTo(brief.certificate().getNotAfter());
        assertThatExceptionOfType(LeafMinter.Refused.class)
                .isThrownBy(() -> minter.mint("bank.example", now.plus(Duration.ofHours(3))))
                .withMessageContaining("the certificate authority expired at");
    }

    @Test
    void serial_numbers_have_twenty_octets_and_do_not_repeat() throws Exception {
        LeafMinter minter = new LeafMinter(free, keys);
        Set<Object> serials = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            X509Certificate leaf = minter.mint("bank.example", now);
            assertThat(leaf.getSerialNumber().signum()).isEqualTo(1);
            assertThat(leaf.getSerialNumber().toByteArray()).hasSize(20);
            serials.add(leaf.getSerialNumber());
        }

        assertThat(serials).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7,192.0.2.7", "2001:db8::7,2001:db8:0:0:0:0:0:7"})
    void an_address_is_vouched_for_as_an_address(String host, String shown) throws Exception {
        X509Certificate leaf = new LeafMinter(free, keys).mint(host, now);

        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(ADDRESS, shown));
        assertThat(chains(leaf, free.certificate())).isTrue();
    }

    @Test
    void a_name_too_long_for_a_subject_has_none_and_is_critical_instead() throws Exception {
        String host = "a".repeat(60) + ".bank.example";

        X509Certificate leaf = new LeafMinter(free, keys).mint(host, now);

        assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
        assertThat(leaf.getCriticalExtensionOIDs()).contains("2.5.29.17");
        assertThat(chains(leaf, free.certificate())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank.example", "api.bank.example", "192.0.2.7"})
    void a_limited_authority_vouches_for_what_it_is_permitted(String host) throws Exception {
        CertificateAuthority limited = TestAuthority.in(folder, "limited", "*.bank.example", "192.0.2.0/24")
                .loaded();

        assertThat(new LeafMinter(limited, keys).mint(host, now)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example,bank.example",
        "notbank.example,bank.example",
        "192.0.2.7,bank.example",
        "2001:db8::7,bank.example",
        "192.0.3.7,192.0.2.0/24",
        "bank.example,192.0.2.0/24"
    })
    void a_limited_authority_vouches_for_nobody_else(String host, String permitted) throws Exception {
        CertificateAuthority limited =
                TestAuthority.in(folder, "limited", permitted).loaded();

        assertThatExceptionOfType(LeafMinter.Refused.class)
                .isThrownBy(() -> new LeafMinter(limited, keys).mint(host, now))
                .withMessage("the certificate authority may not vouch for %s (its name constraints)", host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519", "secp384r1"})
    void an_authority_may_have_another_kind_of_key(String kind) throws Exception {
        CertificateAuthority other = KeytoolAuthority.in(folder, kind).loaded();

        assertThat(chains(new LeafMinter(other, keys).mint("bank.example", now), other.certificate()))
                .isTrue();
    }

    private static boolean chains(X509Certificate leaf, X509Certificate authority) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        return true;
    }
}
