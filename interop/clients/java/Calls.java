package clients;

import static clients.AdminCalls.call;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The calls of {@link AdminCalls}: good input, and bad input where there is such. Later ones build on earlier ones. */
final class Calls {
    private static final String TOPIC = "calls";
    private static final String ABSENT = "absent";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final TopicPartition NOWHERE = new TopicPartition(ABSENT, 0);
    private static final ConfigResource CONFIGS = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS = Map.of(PARTITION, new OffsetAndMetadata(0));

    static void all(Properties properties) throws Exception {
        topics();
        configs();
        acls();
        records(properties);
        transactions(properties);
        groups();
        otherGroups();
        users();
        cluster();
        own();
    }

    private static void topics() throws Exception {
        call("createTopics", it -> it.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))),
                it -> it.createTopics(List.of(new NewTopic("a/b", 0, (short) 5))));
        call("listTopics", Admin::listTopics);
        call("describeTopics", it -> it.describeTopics(List.of(TOPIC)), it -> it.describeTopics(List.of(ABSENT)));
        call("createPartitions", it -> it.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(3))),
                it -> it.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(1))));
        call("listPartitionReassignments", Admin::listPartitionReassignments,
                it -> it.listPartitionReassignments(Set.of(NOWHERE)));
        call("alterPartitionReassignments",
                it -> it.alterPartitionReassignments(Map.of(PARTITION, moved(1))),
                it -> it.alterPartitionReassignments(Map.of(PARTITION, moved(9), NOWHERE, Optional.empty())));
        call("electLeaders", it -> it.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION)),
                it -> it.electLeaders(ElectionType.UNCLEAN, Set.of(NOWHERE)));
        call("deleteTopics", it -> {
            it.createTopics(List.of(new NewTopic("gone", 1, (short) 1))).all().toCompletionStage().toCompletableFuture()
                    .handle((made, failed) -> "").get();
            return it.deleteTopics(List.of("gone"));
        }, it -> it.deleteTopics(List.of(ABSENT)));
    }

    private static Optional<NewPartitionReassignment> moved(int broker) {
        return Optional.of(new NewPartitionReassignment(List.of(broker)));
    }

    private static void configs() throws Exception {
        call("describeConfigs", it -> it.describeConfigs(List.of(CONFIGS)),
                it -> it.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, ABSENT))));
        call("incrementalAlterConfigs", it -> it.incrementalAlterConfigs(Map.of(CONFIGS, set("retention.ms", "1000000"))),
                it -> it.incrementalAlterConfigs(Map.of(CONFIGS, set("retention.ms", "often"))));
        call("listConfigResources", Admin::listConfigResources,
                it -> it.listConfigResources(Set.of(ConfigResource.Type.UNKNOWN), new ListConfigResourcesOptions()));
        call("listClientMetricsResources", Admin::listClientMetricsResources);
    }

    private static Collection<AlterConfigOp> set(String name, String value) {
        return List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
    }

    private static void acls() throws Exception {
        call("createAcls", it -> it.createAcls(List.of(acl(TOPIC))), it -> it.createAcls(List.of(acl(""))));
        call("describeAcls", it -> it.describeAcls(AclBindingFilter.ANY),
                it -> it.describeAcls(new AclBinding(new ResourcePattern(ResourceType.UNKNOWN, "a", PatternType.LITERAL),
                        acl(TOPIC).entry()).toFilter()));
        call("deleteAcls", it -> it.deleteAcls(List.of(acl(TOPIC).toFilter())),
                it -> it.deleteAcls(List.of(acl(ABSENT).toFilter())));
    }

    private static AclBinding acl(String topic) {
        return new AclBinding(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:somebody", "*", AclOperation.READ, AclPermissionType.ALLOW));
    }

    private static void records(Properties properties) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
            producer.send(new ProducerRecord<>(TOPIC, 0, null, "record")).get();
        }
        call("listOffsets", it -> it.listOffsets(Map.of(PARTITION, OffsetSpec.latest())),
                it -> it.listOffsets(Map.of(NOWHERE, OffsetSpec.latest())));
        call("deleteRecords", it -> it.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(1))),
                it -> it.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(99))));
        call("describeLogDirs", it -> it.describeLogDirs(List.of(1)), it -> it.describeLogDirs(List.of(9), new DescribeLogDirsOptions().timeoutMs(1000)));
        TopicPartitionReplica replica = new TopicPartitionReplica(TOPIC, 0, 1);
        call("describeReplicaLogDirs", it -> it.describeReplicaLogDirs(List.of(replica)),
                it -> it.describeReplicaLogDirs(List.of(new TopicPartitionReplica(ABSENT, 0, 1))));
        String folder = AdminCalls.administrator.describeLogDirs(List.of(1)).allDescriptions().get().get(1).keySet()
                .iterator().next();
        call("alterReplicaLogDirs", it -> it.alterReplicaLogDirs(Map.of(replica, folder)),
                it -> it.alterReplicaLogDirs(Map.of(replica, "/not/there")));
    }

    private static void transactions(Properties properties) throws Exception {
        call("describeProducers", it -> it.describeProducers(List.of(PARTITION)),
                it -> it.describeProducers(List.of(NOWHERE), new DescribeProducersOptions().timeoutMs(1000)));
        Properties transactional = new Properties();
        transactional.putAll(properties);
        transactional.put("transactional.id", "open");
        KafkaProducer<String, String> producer = new KafkaProducer<>(transactional);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, 1, null, "pending")).get();
        TopicPartition pending = new TopicPartition(TOPIC, 1);
        call("listTransactions", Admin::listTransactions,
                it -> it.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("[")));
        call("describeTransactions", it -> it.describeTransactions(List.of("open")),
                it -> it.describeTransactions(List.of(ABSENT)));
        call("abortTransaction", it -> it.abortTransaction(new AbortTransactionSpec(pending, 9999, (short) 0, -1)),
                it -> it.abortTransaction(new AbortTransactionSpec(pending, -1, (short) -1, -1)));
        call("forceTerminateTransaction", it -> it.forceTerminateTransaction("open"),
                it -> it.forceTerminateTransaction(ABSENT));
        call("fenceProducers", it -> it.fenceProducers(List.of("fenced")), it -> it.fenceProducers(List.of()));
        producer.close(Duration.ZERO);
    }

    private static void groups() throws Exception {
        call("alterConsumerGroupOffsets", it -> it.alterConsumerGroupOffsets("group", OFFSETS),
                it -> it.alterConsumerGroupOffsets("group", Map.of(NOWHERE, new OffsetAndMetadata(0))));
        call("listConsumerGroupOffsets", it -> it.listConsumerGroupOffsets("group"),
                it -> it.listConsumerGroupOffsets(""));
        call("listConsumerGroups", Admin::listConsumerGroups);
        call("listGroups", Admin::listGroups);
        call("describeConsumerGroups", it -> it.describeConsumerGroups(List.of("group")),
                it -> it.describeConsumerGroups(List.of(ABSENT)));
        call("describeClassicGroups", it -> it.describeClassicGroups(List.of("group")),
                it -> it.describeClassicGroups(List.of(ABSENT)));
        call("removeMembersFromConsumerGroup",
                it -> it.removeMembersFromConsumerGroup("group", new RemoveMembersFromConsumerGroupOptions()),
                it -> it.removeMembersFromConsumerGroup("group",
                        new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove("nobody")))));
        call("deleteConsumerGroupOffsets", it -> it.deleteConsumerGroupOffsets("group", Set.of(PARTITION)),
                it -> it.deleteConsumerGroupOffsets(ABSENT, Set.of(PARTITION)));
        call("deleteConsumerGroups", it -> it.deleteConsumerGroups(List.of("group")),
                it -> it.deleteConsumerGroups(List.of(ABSENT)));
    }

    private static void otherGroups() throws Exception {
        call("alterShareGroupOffsets", it -> it.alterShareGroupOffsets("share", Map.of(PARTITION, 1L)),
                it -> it.alterShareGroupOffsets("share", Map.of(NOWHERE, 1L)));
        call("describeShareGroups", it -> it.describeShareGroups(List.of("share")),
                it -> it.describeShareGroups(List.of(ABSENT)));
        call("listShareGroupOffsets", it -> it.listShareGroupOffsets(Map.of("share", new ListShareGroupOffsetsSpec())),
                it -> it.listShareGroupOffsets(Map.of(ABSENT, new ListShareGroupOffsetsSpec())));
        call("deleteShareGroupOffsets", it -> it.deleteShareGroupOffsets("share", Set.of(TOPIC)),
                it -> it.deleteShareGroupOffsets(ABSENT, Set.of(TOPIC)));
        call("deleteShareGroups", it -> it.deleteShareGroups(List.of("share")),
                it -> it.deleteShareGroups(List.of(ABSENT)));
        call("alterStreamsGroupOffsets", it -> it.alterStreamsGroupOffsets("streams", OFFSETS),
                it -> it.alterStreamsGroupOffsets("streams", Map.of(NOWHERE, new OffsetAndMetadata(0))));
        call("listStreamsGroupOffsets",
                it -> it.listStreamsGroupOffsets(Map.of("streams", new ListStreamsGroupOffsetsSpec())),
                it -> it.listStreamsGroupOffsets(Map.of(ABSENT, new ListStreamsGroupOffsetsSpec())));
        call("describeStreamsGroups", it -> it.describeStreamsGroups(List.of("streams")),
                it -> it.describeStreamsGroups(List.of(ABSENT)));
        call("deleteStreamsGroupOffsets", it -> it.deleteStreamsGroupOffsets("streams", Set.of(PARTITION)),
                it -> it.deleteStreamsGroupOffsets(ABSENT, Set.of(PARTITION)));
        call("deleteStreamsGroups", it -> it.deleteStreamsGroups(List.of("streams")),
                it -> it.deleteStreamsGroups(List.of(ABSENT)));
    }

    private static void users() throws Exception {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        call("alterUserScramCredentials",
                it -> it.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("new", scram, "password"))),
                it -> it.alterUserScramCredentials(
                        List.of(new UserScramCredentialDeletion(ABSENT, ScramMechanism.SCRAM_SHA_512))));
        call("describeUserScramCredentials", it -> it.describeUserScramCredentials(List.of("new")),
                it -> it.describeUserScramCredentials(List.of(ABSENT)));
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of("user", "new"));
        call("alterClientQuotas", it -> it.alterClientQuotas(List.of(limit(entity, "producer_byte_rate"))),
                it -> it.alterClientQuotas(List.of(limit(entity, "no_such_key"))));
        call("describeClientQuotas", it -> it.describeClientQuotas(ClientQuotaFilter.all()));
        byte[][] key = new byte[1][];
        call("createDelegationToken", it -> {
            CreateDelegationTokenResult made = it.createDelegationToken();
            key[0] = made.delegationToken().toCompletionStage().toCompletableFuture()
                    .handle((token, failed) -> token == null ? new byte[0] : token.hmac()).get();
            return made;
        }, it -> it.createDelegationToken(new CreateDelegationTokenOptions().renewers(List.of(
                new org.apache.kafka.common.security.auth.KafkaPrincipal("Group", "g")))));
        call("describeDelegationToken", Admin::describeDelegationToken);
        call("renewDelegationToken", it -> it.renewDelegationToken(key[0]), it -> it.renewDelegationToken(new byte[] {1}));
        call("expireDelegationToken", it -> it.expireDelegationToken(key[0]),
                it -> it.expireDelegationToken(new byte[] {1}));
    }

    private static ClientQuotaAlteration limit(ClientQuotaEntity entity, String key) {
        return new ClientQuotaAlteration(entity, List.of(new ClientQuotaAlteration.Op(key, 1000.0)));
    }

    private static void cluster() throws Exception {
        call("describeCluster", Admin::describeCluster);
        call("describeFeatures", Admin::describeFeatures);
        short level = 1;
        call("updateFeatures", it -> it.updateFeatures(features("group.version", level)),
                it -> it.updateFeatures(features("no.such.version", level)));
        call("describeMetadataQuorum", Admin::describeMetadataQuorum);
        Set<RaftVoterEndpoint> endpoints = Set.of(new RaftVoterEndpoint("CONTROLLER", "localhost", 1));
        call("addRaftVoter", it -> it.addRaftVoter(1, Uuid.ONE_UUID, endpoints),
                it -> it.addRaftVoter(-1, Uuid.ONE_UUID, endpoints));
        call("removeRaftVoter", it -> it.removeRaftVoter(9, Uuid.ONE_UUID), it -> it.removeRaftVoter(-1, Uuid.ONE_UUID));
        call("unregisterBroker", it -> it.unregisterBroker(9), it -> it.unregisterBroker(-1));
        call("unregisterController", it -> it.unregisterController(9), it -> it.unregisterController(-1));
    }

    private static Map<String, FeatureUpdate> features(String name, short level) {
        Map<String, FeatureUpdate> features = new HashMap<>();
        features.put(name, new FeatureUpdate(level, FeatureUpdate.UpgradeType.UPGRADE));
        return features;
    }

    /** What the client does without a broker, or almost. */
    private static void own() throws Exception {
        call("metrics", it -> it.metrics().isEmpty());
        call("registerMetricForSubscription", it -> {
            it.registerMetricForSubscription(null);
            return null;
        });
        call("unregisterMetricFromSubscription", it -> {
            it.unregisterMetricFromSubscription(null);
            return null;
        });
        call("clientInstanceId", it -> it.clientInstanceId(Duration.ofSeconds(2)),
                it -> it.clientInstanceId(Duration.ofSeconds(-1)));
        call("close", it -> {
            it.close(Duration.ofSeconds(1));
            return null;
        }, it -> {
            it.close(Duration.ofSeconds(-1));
            return null;
        });
    }
}
