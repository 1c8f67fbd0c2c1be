package interop;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One command by Kafka's own client: {@code create-topic NAME}, {@code describe-topic NAME},
 * {@code allow PRINCIPAL OPERATION TOPIC}, {@code send TOPIC TEXT}, {@code session TOPIC GROUP} or
 * {@code move FROM TO TEXT...}. Client properties come from standard input. Prints {@code OK result} or {@code ERROR code message}.
 */
public final class Client {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.load(System.in);
        try {
            System.out.println("OK " + run(properties, args));
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            System.out.println("ERROR " + Errors.forException(cause).code() + " " + cause.getMessage());
        }
    }

    private static String run(Properties properties, String[] args) throws Exception {
        if (args[0].equals("send")) {
            return send(properties, args[1], args[2]);
        }
        if (args[0].equals("session")) {
            return Session.run(properties, args[1], args[2]);
        }
        if (args[0].equals("move")) {
            List<String> texts = List.of(args).subList(3, args.length);
            return Move.run(properties, args[1], args[2], texts);
        }
        try (Admin admin = Admin.create(properties)) {
            return run(admin, args);
        }
    }

    private static String send(Properties properties, String topic, String text) throws Exception {
        StringSerializer texts = new StringSerializer();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, texts, texts)) {
            return producer.send(new ProducerRecord<>(topic, text)).get().toString();
        }
    }

    private static String run(Admin admin, String[] args) throws Exception {
        switch (args[0]) {
            case "create-topic":
                NewTopic topic = new NewTopic(args[1], 1, (short) 1);
                String id = admin.createTopics(List.of(topic)).topicId(args[1]).get().toString();
                until(() -> admin.listTopics().names().get().contains(args[1]));
                return id;
            case "describe-topic":
                Map<?, ?> topics = admin.describeTopics(List.of(args[1])).allTopicNames().get();
                return topics.toString();
            case "allow":
                AclBinding acl = allow(args[1], AclOperation.fromString(args[2]), args[3]);
                admin.createAcls(List.of(acl)).all().get();
                until(() -> admin.describeAcls(acl.toFilter()).values().get().contains(acl));
                return "";
            default:
                throw new IllegalArgumentException(args[0]);
        }
    }

    /** The controller answers a change; the broker that is asked next learns of it a moment later. */
    private static void until(Callable<Boolean> seen) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!seen.call()) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the broker does not learn of the change");
            }
        }
    }

    private static AclBinding allow(String principal, AclOperation operation, String topic) {
        return new AclBinding(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }
}
