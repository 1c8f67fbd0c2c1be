package clients;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own client, by commands: see ../README.md. */
public final class Member {
    private static final long DEADLINE_MS = 20_000;
    private static final Properties PROPERTIES = properties();
    private static final List<String> READ = new ArrayList<>();
    private static KafkaConsumer<String, String> consumer;
    private static KafkaProducer<String, String> producer;

    public static void main(String[] args) throws Exception {
        System.out.println("READY Java (kafka-clients) " + version());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = commands.readLine()) != null;) {
            try {
                System.out.println("OK " + run(line.split(" ")));
            } catch (ExecutionException | KafkaException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                System.out.println("ERROR " + Errors.forException(cause).code()
                        + " " + (cause.getClass().getSimpleName() + ": " + cause.getMessage()).replace('\n', ' '));
            }
        }
    }

    private static String version() throws Exception {
        Properties it = new Properties();
        it.load(Admin.class.getResourceAsStream("/kafka/kafka-version.properties"));
        return it.getProperty("version");
    }

    private static Properties properties() {
        Properties it = new Properties();
        it.put("bootstrap.servers", System.getenv("CLIENT_BOOTSTRAP"));
        it.put("security.protocol", "SASL_SSL");
        it.put("ssl.truststore.type", "PEM");
        it.put("ssl.truststore.location", System.getenv("CLIENT_CA"));
        String mechanism = System.getenv("CLIENT_MECHANISM");
        it.put("sasl.mechanism", mechanism);
        if (mechanism.equals("AWS_MSK_IAM")) {
            it.put("sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;");
            it.put("sasl.client.callback.handler.class", "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
        } else {
            it.put("sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                    + System.getenv("CLIENT_USER") + "\" password=\"" + System.getenv("CLIENT_PASSWORD") + "\";");
        }
        it.put("auto.offset.reset", "earliest");
        it.put("group.protocol", System.getenv("CLIENT_GROUP_PROTOCOL"));
        if (it.get("group.protocol").equals("classic")) {
            it.put("heartbeat.interval.ms", "500");
        }
        for (String what : List.of("key", "value")) {
            it.put(what + ".serializer", StringSerializer.class.getName());
            it.put(what + ".deserializer", StringDeserializer.class.getName());
        }
        return it;
    }

    private static String run(String[] command) throws Exception {
        switch (command[0]) {
            case "produce":
                producer = producer == null ? new KafkaProducer<>(PROPERTIES) : producer;
                Integer partition = Integer.valueOf(command[2]);
                return "" + producer.send(new ProducerRecord<>(command[1], partition, null, command[3])).get().offset();
            case "join":
                PROPERTIES.put("group.id", command[1]);
                consumer = new KafkaConsumer<>(PROPERTIES);
                consumer.subscribe(List.of(command[2]));
                return poll(() -> !consumer.assignment().isEmpty());
            case "assigned":
                return poll(() -> consumer.assignment().size() == Integer.parseInt(command[1]));
            case "read":
                return poll(() -> READ.stream().anyMatch(List.of(command)::contains));
            case "leave":
                consumer.close();
                return "";
            default:
                try (Admin admin = Admin.create(PROPERTIES)) {
                    return administer(admin, command);
                }
        }
    }

    private static String administer(Admin admin, String[] command) throws Exception {
        switch (command[0]) {
            case "login":
                return Integer.toString(admin.describeCluster().nodes().get().size());
            case "create":
                admin.createTopics(List.of(new NewTopic(command[1], Integer.parseInt(command[2]), (short) 1))).all().get();
                return "";
            case "allow":
                admin.createAcls(acls(command)).all().get();
                return "";
            case "forbid":
                List<AclBindingFilter> filters = acls(command).stream().map(AclBinding::toFilter).toList();
                return Integer.toString(admin.deleteAcls(filters).all().get().size());
            default:
                throw new IllegalArgumentException(command[0]);
        }
    }

    /** Of {@code allow USER TOPIC|GROUP NAME OPERATION...}. */
    private static List<AclBinding> acls(String[] command) {
        List<AclBinding> acls = new ArrayList<>();
        ResourceType type = ResourceType.fromString(command[2]);
        for (String operation : List.of(command).subList(4, command.length)) {
            acls.add(new AclBinding(new ResourcePattern(type, command[3], PatternType.LITERAL),
                    new AccessControlEntry("User:" + command[1], "*", AclOperation.fromString(operation),
                            AclPermissionType.ALLOW)));
        }
        return acls;
    }

    /** Until it is done; all that has been read. */
    private static String poll(BooleanSupplier isDone) {
        long end = System.currentTimeMillis() + DEADLINE_MS;
        while (!isDone.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new KafkaException("read " + READ + ", assigned " + consumer.assignment());
            }
            consumer.poll(Duration.ofMillis(100)).forEach(record -> READ.add(record.value()));
        }
        return String.join(" ", READ);
    }
}
