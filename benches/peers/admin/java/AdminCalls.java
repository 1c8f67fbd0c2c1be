import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Kafka's own admin client: admin calls. See ../README.md. */
public final class AdminCalls {
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] args) throws Exception {
        int calls = Integer.parseInt(System.getenv("PEER_CALLS"));
        try (Admin admin = Admin.create(config())) {
            // As many, since the virtual machine compiles meanwhile.
            repeat(admin, calls);
            long before = SYSTEM.getProcessCpuTime();
            repeat(admin, calls);
            double cpu = (SYSTEM.getProcessCpuTime() - before) / 1e3 / calls;
            System.out.printf("{\"client\":\"Java\",\"cpu_us\":%s,\"peak_kb\":%s}%n", cpu, peak());
        }
    }

    private static void repeat(Admin admin, int calls) throws Exception {
        List<String> all = new ArrayList<>();
        for (int n = 0; n < 1000; n++) {
            all.add(String.format("topic-%06d", n));
        }
        switch (System.getenv("PEER_WORK")) {
            case "describe-1":
                for (int n = 0; n < calls; n++) {
                    admin.describeTopics(List.of(all.get(n % 1000))).allTopicNames().get();
                }
                break;
            case "describe-64":
                for (int n = 0; n < calls / 64; n++) {
                    List<DescribeTopicsResult> results = new ArrayList<>();
                    for (int of = 0; of < 64; of++) {
                        results.add(admin.describeTopics(List.of(all.get(of))));
                    }
                    for (DescribeTopicsResult result : results) {
                        result.allTopicNames().get();
                    }
                }
                break;
            case "describe-1000":
                for (int n = 0; n < calls; n++) {
                    enough(admin.describeTopics(all).allTopicNames().get().size() == 1000);
                }
                break;
            case "list-topics":
                for (int n = 0; n < calls; n++) {
                    enough(admin.listTopics().names().get().size() >= 10_000);
                }
                break;
            case "describe-acls":
                for (int n = 0; n < calls; n++) {
                    enough(admin.describeAcls(AclBindingFilter.ANY).values().get().size() >= 10_000);
                }
                break;
            default:
                System.exit(3);
        }
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", System.getenv("PEER_BOOTSTRAP"));
        if (!System.getenv("PEER_SECURITY").equals("PLAINTEXT")) {
            String login = "org.apache.kafka.common.security.scram.ScramLoginModule required "
                + "username=\"" + System.getenv("PEER_USER") + "\" "
                + "password=\"" + System.getenv("PEER_PASSWORD") + "\";";
            config.put("security.protocol", "SASL_SSL");
            config.put("sasl.mechanism", "SCRAM-SHA-512");
            config.put("sasl.jaas.config", login);
            config.put("ssl.truststore.type", "PEM");
            config.put("ssl.truststore.location", System.getenv("PEER_CA"));
        }
        return config;
    }

    private static String peak() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return line.replaceAll("[^0-9]", "");
            }
        }
        throw new IllegalStateException("no VmHWM");
    }

    private static void enough(boolean is) {
        if (!is) {
            throw new IllegalStateException("fewer than asked for");
        }
    }
}
