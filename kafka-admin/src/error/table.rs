//! The table of everything that has a number.

/// What is wrong, by a number that stays: `KADM0407`. [`Error::diagnosis`](crate::Error::diagnosis)
/// gives it for an error, [`diagnose::Checkup`](crate::diagnose::Checkup) for what it finds.
///
/// A number keeps its meaning for ever, and one that is given up is never given again. The first two of
/// its four digits are the [class](Self::class).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Diagnosis(pub(super) u16);

/// A row of the table.
pub(super) struct Row {
    pub(super) diagnosis: Diagnosis,
    pub(super) title: &'static str,
    pub(super) cause: &'static str,
    pub(super) next: &'static str,
}

/// One row per number: the number, its name in this crate, its title, its usual cause, the next step.
macro_rules! table {
    ($($number:literal $name:ident: $title:literal, $cause:literal, $next:literal;)*) => {
        /// The numbers.
        impl Diagnosis {
            $(#[doc = $title] pub const $name: Self = Self($number);)*
        }

        /// Sorted by number. Rows are added, and never taken out: a number that is of no use any more
        /// keeps its row.
        pub(super) const ROWS: &[Row] = &[
            $(Row { diagnosis: Diagnosis::$name, title: $title, cause: $cause, next: $next },)*
        ];
    };
}

table! {
    101 SETTINGS: "The settings cannot work",
        "A setting is missing, contradicts another one, or cannot be read. Nothing was sent.",
        "kadm whoami --help";
    102 REQUEST: "What was asked for cannot be sent",
        "An argument breaks a rule of Kafka's, so a broker would refuse it for sure. Nothing was sent.",
        "kadm --help";
    103 MSK_PORT: "This port of Amazon MSK is for another login",
        "Each way to log in has a port of its own: 9098 and 9198 AWS_MSK_IAM, 9096 and 9196 SCRAM-SHA-512, 9094 and 9194 TLS.",
        "aws kafka get-bootstrap-brokers --cluster-arn ARN";
    104 BARE_SECRET: "The login would show its secret to the network",
        "PLAIN, OAUTHBEARER and AWS_MSK_IAM send what another can use. They are refused without TLS.",
        "kadm doctor -b BROKER -X security.protocol=SASL_SSL";

    201 UNKNOWN_HOST: "The host name has no address",
        "The name is mistyped, or known elsewhere only. Amazon MSK's private names exist within its VPC, and those of a deleted cluster nowhere.",
        "getent ahosts HOST";
    202 NAME_SERVER: "The name server does not answer",
        "The name servers of this machine are unreachable, as when a VPN is down.",
        "cat /etc/resolv.conf";

    301 REFUSED: "Nothing listens on the port",
        "The port is wrong, the broker is down, or it listens on another address.",
        "nc -vz HOST PORT";
    302 TCP_SILENT: "The port does not answer",
        "Something drops the packets: a firewall or a security group that does not admit this machine, or an address that is not reachable from here.",
        "nc -vz -w 5 HOST PORT";
    303 UNREACHABLE: "The network does not lead there",
        "There is no route, as without the VPN or without IPv6, or a rule says no.",
        "ip route get HOST";
    304 SOME_ADDRESSES: "Some addresses of the name do not work",
        "The name has several addresses and not all are served. Clients that try one at a time are slow at first, or fail now and then.",
        "getent ahosts HOST";

    401 TLS_SILENT: "The port is open, and silent to a TLS hello",
        "A load balancer or a proxy accepts the connection with nobody behind it, or the broker is overloaded.",
        "openssl s_client -connect BROKER";
    402 NOT_TLS: "The port does not speak TLS",
        "The port belongs to a listener without TLS, to another service, or to a proxy that hangs up.",
        "kadm doctor -b BROKER -X security.protocol=PLAINTEXT";
    403 PLAINTEXT_PORT: "The port speaks Kafka without TLS",
        "This client is set to TLS, and the listener is PLAINTEXT or SASL_PLAINTEXT.",
        "kadm doctor -b BROKER -X security.protocol=PLAINTEXT";
    404 TLS_PORT: "The port speaks TLS, and this client does not",
        "This client is set to plaintext (security.protocol PLAINTEXT or SASL_PLAINTEXT), and the listener has TLS.",
        "kadm doctor -b BROKER -X security.protocol=SSL";
    405 UNTRUSTED: "The certificate comes from an authority that is not trusted here",
        "The CA file is missing, or holds another authority. Amazon MSK needs no CA file at all.",
        "kadm trust -b BROKER --export ca.pem";
    406 INCOMPLETE_CHAIN: "The issuer of the certificate is neither sent nor trusted",
        "The broker's keystore holds the broker's certificate without the authorities above it, or the CA file is missing here.",
        "kadm trust -b BROKER";
    407 EXPIRED: "A certificate has expired",
        "The broker's certificate, or one above it, was not renewed, or this machine's clock is ahead.",
        "kadm trust -b BROKER";
    408 NOT_YET_VALID: "A certificate is not valid yet",
        "This machine's clock is behind, or the certificate is for later.",
        "date -u";
    409 WRONG_NAME: "The certificate is for another name",
        "The broker was dialled by a name or an address that is not in its certificate, as through a tunnel or a load balancer.",
        "kadm trust -b BROKER";
    410 CLIENT_CERTIFICATE: "The broker wants a client certificate, or refuses this one",
        "The listener has ssl.client.auth=required (mTLS), and no certificate of an authority that it trusts was presented.",
        "kadm doctor -b BROKER -X ssl.keystore.type=PEM -X ssl.keystore.location=client.pem";
    411 TLS_VERSION: "No TLS version or cipher in common",
        "The broker has TLS 1.0 or 1.1 only, or none of the cipher suites of TLS 1.2 and 1.3 that are safe.",
        "openssl s_client -connect BROKER -tls1_2";
    412 TLS_FAILED: "The TLS handshake failed",
        "The broker ended it for a reason of its own.",
        "openssl s_client -connect BROKER";
    413 AUTHORITY_AS_SERVER: "The broker presents an authority's certificate as its own",
        "The certificate was made by openssl req -x509 or so, which makes an authority (CA:TRUE) and no server.",
        "kadm trust -b BROKER";
    414 EXPIRES_SOON: "A certificate ends soon",
        "It ends within 14 days, and nobody has renewed it so far.",
        "kadm trust -b BROKER";
    415 OPENSSL: "Clients with OpenSSL refuse the certificate",
        "The CA file ends in an intermediate authority. rustls, Go and Java accept that; librdkafka, kcat, Python and Node do not.",
        "kadm trust -b BROKER --ca ca.pem --export bundle.pem";

    501 HTTP: "A web server answers on the port",
        "The port is that of an HTTP service: a REST proxy, a console, a load balancer's health check.",
        "curl -sI http://BROKER/";
    502 NOT_KAFKA: "What answers on the port is not Kafka",
        "The port belongs to another service.",
        "nc HOST PORT";
    503 MISBEHAVES: "What answers breaks Kafka's protocol",
        "Something in between changes the bytes, or it only resembles a broker.",
        "kadm doctor -b BROKER";
    504 KAFKA_SILENT: "The port is open, and nobody speaks Kafka",
        "A proxy accepts the connection with no broker behind it, the broker hangs, or the port speaks TLS and this client does not.",
        "kadm trust -b BROKER";
    505 KAFKA_CLOSED: "The connection is closed before the first answer",
        "The port is not one for clients (ZooKeeper's, a controller's), a broker that limits connections is full, or it wants TLS or a login.",
        "kadm doctor -b BROKER";
    506 NO_VERSION: "No version of the request in common",
        "The broker is older or newer than what this needs.",
        "kadm broker api-versions -b BROKER";
    507 NO_SUCH_API: "The broker does not have that API",
        "The broker is too old for it, or it is a service that has a part of Kafka only, such as MSK Serverless.",
        "kadm broker api-versions -b BROKER";
    508 NO_ADDRESS: "A broker advertises an address that nobody can dial",
        "advertised.listeners of that broker has no host, no port, or a port that is none.",
        "kadm metadata -L -b BROKER";
    509 ADVERTISED: "A broker cannot be reached at the address that it advertises",
        "advertised.listeners names a host that is known or reachable elsewhere only: localhost, a container's name, a private address.",
        "kadm metadata -L -b BROKER";
    510 ANOTHER_CLUSTER: "The address leads to another cluster",
        "DNS, a tunnel or a load balancer leads to a broker of another cluster, as after an address was given to a new one.",
        "kadm cluster describe -b BROKER";
    511 ANOTHER_BROKER: "The address leads to another broker",
        "Every broker needs an address of its own: one load balancer for all of them, or a tunnel to the wrong one, sends requests where they are refused.",
        "kadm metadata -L -b BROKER";

    601 CREDENTIALS: "There are no credentials to log in with",
        "The provider of AWS credentials, of the password or of the token failed.",
        "aws sts get-caller-identity";
    602 CREDENTIALS_EXPIRED: "The credentials have expired",
        "Temporary AWS credentials have ended, and nobody renewed them.",
        "aws sso login";
    603 MECHANISM: "The listener does not offer the mechanism",
        "Each listener has mechanisms of its own. Amazon MSK has SCRAM-SHA-512 and no SCRAM-SHA-256, and AWS_MSK_IAM on other ports.",
        "aws kafka get-bootstrap-brokers --cluster-arn ARN";
    604 MECHANISM_BROKEN: "The broker lists the mechanism, and refuses it",
        "The broker lacks the login module or the callback handler of a mechanism that is in sasl.enabled.mechanisms.",
        "kadm config describe broker default -b BROKER";
    605 PASSWORD: "User or password is wrong",
        "Mistyped, or the user has no credentials for this mechanism. On Amazon MSK the secret is not named AmazonMSK_…, not associated with the cluster, not plain JSON, or younger than 10 minutes.",
        "aws kafka list-scram-secrets --cluster-arn ARN";
    606 NO_LOGIN: "The listener takes no login",
        "A login is set, and the listener is PLAINTEXT or SSL.",
        "kadm doctor -b BROKER -X security.protocol=SSL";
    607 LOGIN_WANTED: "The listener wants a login",
        "No login is set, and the listener is SASL_SSL or SASL_PLAINTEXT.",
        "kadm doctor -b BROKER -X security.protocol=SASL_SSL -X sasl.mechanism=SCRAM-SHA-512 -X sasl.username=USER";
    608 LOGIN_CLOSED: "The connection is closed during the login",
        "The listener speaks another mechanism, or the broker limits connections.",
        "kadm doctor -b BROKER";
    609 LOGIN_SILENT: "The broker does not answer the login",
        "The broker is overloaded, or what checks its passwords and tokens hangs.",
        "kadm doctor -b BROKER";
    610 NOT_AUTHENTIC: "The server does not know the password itself",
        "It is not the broker that it claims to be. Do not trust it.",
        "kadm trust -b BROKER";
    611 POLICY: "The server asks for something that this client refuses",
        "The user's iteration count is below 4096, which is unsafe, or so high that the login would take minutes.",
        "kadm user list -b BROKER";
    612 IAM_DENIED: "AWS_MSK_IAM: Access denied",
        "The identity is another than meant, its policy does not allow kafka-cluster:Connect on this cluster, the session token is missing or of another key, or this clock is wrong.",
        "kadm doctor --aws -b BROKER";
    613 IAM_WRONG_REGION: "AWS_MSK_IAM: signed for another region",
        "The region in the settings is not the one in the broker's name.",
        "kadm doctor --aws -b BROKER";
    614 IAM_TOO_MANY_CONNECTS: "AWS_MSK_IAM: Too many connects",
        "A broker takes a limited number of new IAM connections per second (Amazon documents 100). Clients that reconnect at once use them up: reconnect.backoff.ms of 1000 or more helps.",
        "kadm doctor -b BROKER";
    615 IAM_SESSION_TOO_SHORT: "AWS_MSK_IAM: Session too short",
        "The temporary credentials end too soon to be of use.",
        "aws sts get-caller-identity";
    616 IAM_PRINCIPAL_CHANGED: "AWS_MSK_IAM: Cannot change principals during re-authentication",
        "The role was assumed again under another session name, which is another principal to the broker.",
        "aws sts get-caller-identity";
    617 TOKEN_REFUSED: "The broker refuses the token",
        "Its issuer, audience, scope or end does not fit the broker's sasl.oauthbearer settings.",
        "kadm doctor -b BROKER";
    618 CLOCK: "This machine's clock is wrong",
        "It differs from another clock by more than a signature may: AWS allows 5 minutes.",
        "date -u";
    619 LOGIN_REFUSED: "The broker refuses the login",
        "It has a reason of its own; its log says more at the same moment.",
        "kadm doctor -b BROKER";
    620 MSK_MECHANISM: "The port of Amazon MSK is for another mechanism",
        "The listener offers what the table of ports does not say. Something stands in between, such as a tunnel to another port.",
        "aws kafka get-bootstrap-brokers --cluster-arn ARN";

    701 TOPIC_DENIED: "The topic is denied",
        "The principal lacks an ACL on this topic, has it on another name or pattern, from another host, or is denied by one; or there is no such topic: brokers answer alike, to hide what exists. With AWS_MSK_IAM the policy misses the topic's ARN.",
        "kadm acl why PRINCIPAL describe --topic TOPIC -b BROKER";
    702 GROUP_DENIED: "The group is denied",
        "The principal lacks READ or DESCRIBE on the group.",
        "kadm acl why PRINCIPAL read --group GROUP -b BROKER";
    703 CLUSTER_DENIED: "The request is denied on the cluster",
        "The principal lacks a permission on the cluster, such as ALTER for changes of ACLs. On Amazon MSK with public access no SCRAM user has it at first: connect with AWS_MSK_IAM.",
        "kadm whoami -b BROKER";
    704 TRANSACTIONAL_ID_DENIED: "The transactional id is denied",
        "The principal lacks WRITE or DESCRIBE on the transactional id.",
        "kadm acl list -b BROKER";
    705 TOKEN_DENIED: "The delegation token is denied",
        "The principal may not see or create the token.",
        "kadm token list -b BROKER";
    706 NOT_FOUND: "There is no such thing",
        "The name is mistyped, or it was deleted, or it is on another cluster.",
        "kadm metadata -L -b BROKER";
    707 ALREADY_EXISTS: "It is there already",
        "Somebody created it before, perhaps this very command at its first try.",
        "kadm metadata -L -b BROKER";
    708 WRONG_BROKER: "No broker takes the request",
        "The controller, the coordinator or the leader is changing, or there is none.",
        "kadm doctor -b BROKER";
    709 THROTTLED: "The broker holds this client back",
        "A quota of requests, bytes or changes is used up.",
        "kadm quota list -b BROKER";
    710 TIMEOUT: "No answer in time",
        "The broker is overloaded, or waits for others.",
        "kadm doctor -b BROKER";
    711 MISMATCH: "The answer is about something else",
        "What answers is no broker of Kafka, or something in between mixes answers up.",
        "kadm doctor -b BROKER";
    712 OTHER_CODE: "The broker answers with an error",
        "The name of the error says what; the broker's log says more at the same moment.",
        "kadm doctor -b BROKER";
    713 CONNECTION_LOST: "The connection ended before the answer",
        "The broker went down or restarted, or something in between closes idle or long connections.",
        "kadm doctor -b BROKER";
    714 TOPIC_UNUSABLE: "The topic may be seen, and neither written nor read",
        "The principal has DESCRIBE on the topic, and neither WRITE nor READ.",
        "kadm acl why PRINCIPAL write --topic TOPIC -b BROKER";
    715 GROUP_UNUSABLE: "The group may be seen, and not read with",
        "The principal has DESCRIBE on the group, and not READ, which a consumer needs.",
        "kadm acl why PRINCIPAL read --group GROUP -b BROKER";
    716 QUOTA: "A quota slows this client down",
        "The user or the client id has a quota of bytes or of processor time.",
        "kadm quota list -b BROKER";
}
