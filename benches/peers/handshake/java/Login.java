import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.clients.admin.Admin;

/** Kafka's own admin client: new clients, one after the other. See ../README.md. */
public final class Login {
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] args) throws Exception {
        Map<String, Object> config = config();
        for (int n = number("PEER_WARMUP"); n > 0; n--) {
            login(config);
        }
        StringJoiner times = new StringJoiner(",");
        long before = SYSTEM.getProcessCpuTime();
        for (int n = number("PEER_CONNECTIONS"); n > 0; n--) {
            long started = System.nanoTime();
            login(config);
            times.add(Double.toString((System.nanoTime() - started) / 1e6));
        }
        double cpu = (SYSTEM.getProcessCpuTime() - before) / 1e6;
        System.out.printf(
            "{\"client\":\"Java Admin %s (Java %s)\",\"cpu_ms\":%s,\"times_ms\":[%s]}%n",
            version(), Runtime.version().feature(), cpu, times);
    }

    private static void login(Map<String, Object> config) throws Exception {
        try (Admin admin = Admin.create(config)) {
            admin.describeCluster().nodes().get();
        }
    }

    private static Map<String, Object> config() {
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required "
            + "username=\"" + System.getenv("PEER_USER") + "\" "
            + "password=\"" + System.getenv("PEER_PASSWORD") + "\";";
        return Map.of(
            "bootstrap.servers", System.getenv("PEER_BOOTSTRAP"),
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", login,
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", System.getenv("PEER_CA"));
    }

    /** Out of {@code kafka-clients-4.4.0.jar}. */
    private static String version() {
        String jar = Admin.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return jar.replaceAll(".*kafka-clients-|\\.jar", "");
    }

    private static int number(String variable) {
        return Integer.parseInt(System.getenv(variable));
    }
}
