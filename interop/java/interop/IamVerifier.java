package interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Checks the signed message of AWS_MSK_IAM: a SigV4 presigned {@code GET /} as JSON. The options
 * of the JAAS entry: {@code region}, {@code hosts} (comma between the names this broker has) and
 * {@code identities}, a properties file with {@code <key id>.secret}, {@code <key id>.arn} and, if
 * the credentials are temporary, {@code <key id>.token}; it is read anew for every login.
 */
public final class IamVerifier implements AuthenticateCallbackHandler {
    private static final String SERVICE = "kafka-cluster";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TOKEN = "x-amz-security-token";
    private static final Set<String> REQUIRED = Set.of("version", "host", "user-agent", "action",
            "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signedheaders",
            "x-amz-expires", "x-amz-signature");
    /** Sorted, as the canonical query wants it. */
    private static final List<String> SIGNED = List.of("Action", "X-Amz-Algorithm", "X-Amz-Credential",
            "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-SignedHeaders");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Map<String, ?> options = Map.of();

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaas) {
        options = jaas.get(0).getOptions();
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (!(callback instanceof IamSaslServer.Signed signed)) {
                throw new UnsupportedCallbackException(callback);
            }
            signed.identified = verify(fields(signed.payload));
        }
    }

    @Override
    public void close() { }

    private static Map<String, String> fields(byte[] payload) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        JSON.readValue(payload, new TypeReference<Map<String, Object>>() { }).forEach((name, value) -> {
            require(REQUIRED.contains(name) || TOKEN.equals(name), "unknown key " + name);
            require(value instanceof String text && !text.isEmpty(), name + " is not a text");
            fields.put(name, (String) value);
        });
        REQUIRED.forEach(name -> require(fields.containsKey(name), "no " + name));
        return fields;
    }

    private IamSaslServer.Identified verify(Map<String, String> fields) throws IOException {
        requireEqual("version", IamSaslServer.VERSION, fields.get("version"));
        requireEqual("action", "kafka-cluster:Connect", fields.get("action"));
        requireEqual("x-amz-algorithm", ALGORITHM, fields.get("x-amz-algorithm"));
        requireEqual("x-amz-signedheaders", "host", fields.get("x-amz-signedheaders"));
        require(List.of(option("hosts").split(",")).contains(fields.get("host")), "host " + fields.get("host"));

        String[] credential = fields.get("x-amz-credential").split("/");
        require(credential.length == 5, "x-amz-credential " + fields.get("x-amz-credential"));
        String date = fields.get("x-amz-date");
        String scope = date.substring(0, 8) + "/" + option("region") + "/" + SERVICE + "/aws4_request";
        requireEqual("scope", credential[0] + "/" + scope, fields.get("x-amz-credential"));
        Instant until = validity(date, fields.get("x-amz-expires"));

        Properties identities = identities();
        String secret = identities.getProperty(credential[0] + ".secret");
        require(secret != null, "no identity has the key id " + credential[0]);
        String token = identities.getProperty(credential[0] + ".token", "");
        require(sameText(token, fields.getOrDefault(TOKEN, "")), "session token");
        require(sameText(signature(fields, scope, secret), fields.get("x-amz-signature")), "signature");
        return new IamSaslServer.Identified(identities.getProperty(credential[0] + ".arn"), until.toEpochMilli());
    }

    private static Instant validity(String date, String expires) {
        Instant signed = DATE.parse(date, Instant::from);
        int seconds = Integer.parseInt(expires);
        require(seconds >= 1 && seconds <= 900, "x-amz-expires " + expires);
        Instant now = Instant.now();
        require(!signed.isAfter(now.plus(CLOCK_SKEW)), "signed in the future: " + date);
        require(signed.plusSeconds(seconds).isAfter(now), "expired: " + date + " + " + expires + " s");
        return signed.plusSeconds(seconds);
    }

    private static String signature(Map<String, String> fields, String scope, String secret) {
        String query = SIGNED.stream().filter(name -> fields.containsKey(name.toLowerCase(Locale.ROOT)))
                .map(name -> name + "=" + percent(fields.get(name.toLowerCase(Locale.ROOT))))
                .collect(Collectors.joining("&"));
        String request = "GET\n/\n" + query + "\nhost:" + fields.get("host") + "\n\nhost\n" + sha256("");
        String toSign = ALGORITHM + "\n" + fields.get("x-amz-date") + "\n" + scope + "\n" + sha256(request);
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    /** RFC 3986: everything but A-Z a-z 0-9 - . _ ~ is encoded, a space as %20. */
    private static String percent(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private Properties identities() throws IOException {
        Properties identities = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(option("identities")))) {
            identities.load(reader);
        }
        return identities;
    }

    private String option(String name) {
        Object value = options.get(name);
        require(value != null, "the JAAS entry has no option " + name);
        return value.toString();
    }

    private static void requireEqual(String what, String wanted, String got) {
        require(wanted.equals(got), what + " is " + got + ", not " + wanted);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}
