//! Three brokers, of Apache Kafka or of the emulator, and what can happen to them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use interop::{IamIdentity, Kafka, KafkaOptions, Proxy, ScramUser, shared, unique};
use kafka_admin::quotas::{ClientQuotaAlteration, ClientQuotaEntity};
use kafka_admin::{Admin, Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use kafka_emulator::{Emulator, Listener};
use tokio::task::block_in_place;

use crate::connect;
use crate::truth::{self, Truth};

pub(crate) const BROKERS: usize = 3;
/// How long a login by SCRAM lasts, on Apache Kafka and on the emulator, which needs less time for a renewal.
const SESSIONS: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(3)];
/// What a client with a quota may create and delete in a second, in partitions.
pub(crate) const QUOTA: f64 = 2.0;
/// So many at once are let through once: Kafka adds up what was not used in 11 s.
pub(crate) const BEYOND_QUOTA: i32 = 26;
const USER: &str = "sessions";
const SECRET: &str = "correct horse";
const KEY_ID: &str = "AKIDEXAMPLE";
const ARN: &str = "arn:aws:iam::123456789012:user/admin";

/// A cluster that is whole when a test gets it.
pub(crate) enum Cluster {
    /// Other tests wait as long as this one has it.
    Kafka(&'static Kafka, #[allow(dead_code, reason = "held")] MutexGuard<'static, ()>),
    /// Behind proxies that play the faults: for each broker one to each listener.
    Emulator(Box<Emulator>, Vec<Vec<Proxy>>),
}

impl Cluster {
    /// Apache Kafka, `None` where the test is skipped.
    pub(crate) fn kafka() -> Option<Self> {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let kafka = shared(options)?;
        kafka.heal().unwrap();
        Some(Self::Kafka(kafka, turn))
    }

    pub(crate) async fn emulator() -> Self {
        let emulator = Emulator::builder()
            .brokers(BROKERS as u8)
            .scram_user(USER, SECRET)
            .iam_identity(KEY_ID, SECRET, None, ARN)
            .allow_everyone(true)
            .session_lifetime(SESSIONS[1])
            .start();
        let emulator = Box::new(emulator.await.unwrap());
        let listeners = [Listener::Iam, Listener::Scram].map(|it| emulator.addresses(it));
        let proxy = |address: &String| Proxy::start(address, Duration::ZERO).unwrap();
        let proxies = (0..BROKERS).map(|n| listeners.iter().map(|it| proxy(&it[n])).collect());
        let proxies = proxies.collect();
        Self::Emulator(emulator, proxies)
    }

    /// The client that may do everything, and whose sessions do not end on Apache Kafka.
    pub(crate) fn admin(&self) -> Config {
        let credentials = AwsCredentials::new(KEY_ID, Secret::new(SECRET));
        let config = self.reachable(Listener::Iam).auth(Auth::MskIam);
        config.aws_credentials(credentials).aws_region("us-east-1")
    }

    /// A client whose sessions end.
    pub(crate) fn user(&self) -> Config {
        self.reachable(Listener::Scram).auth(Auth::scram_sha_512(USER, SECRET))
    }

    /// How long a login of [`Self::user`] lasts.
    pub(crate) fn session(&self) -> Duration {
        SESSIONS[usize::from(matches!(self, Self::Emulator(..)))]
    }

    fn reachable(&self, listener: Listener) -> Config {
        let addresses = self.addresses(listener);
        let config = Config::new(&addresses).tls(self.tls());
        let Self::Emulator(_, proxies) = self else { return config };
        let which = usize::from(listener == Listener::Scram);
        let proxies = proxies.iter().map(|of_broker| &of_broker[which]);
        addresses.iter().zip(proxies).fold(config, through)
    }

    pub(crate) fn addresses(&self, listener: Listener) -> Vec<String> {
        match self {
            Self::Kafka(kafka, _) if listener == Listener::Iam => {
                kafka.brokers().iter().map(interop::Broker::iam_address).collect()
            }
            Self::Kafka(kafka, _) => {
                kafka.brokers().iter().map(interop::Broker::scram_address).collect()
            }
            Self::Emulator(emulator, _) => emulator.addresses(listener),
        }
    }

    fn tls(&self) -> Tls {
        Tls::Roots(match self {
            Self::Kafka(kafka, _) => TlsRoots::PemFile(kafka.ca_file()),
            Self::Emulator(emulator, _) => TlsRoots::Pem(emulator.ca_pem().into()),
        })
    }

    /// The broker that this client connected to first.
    pub(crate) fn broker_of(&self, admin: &Admin) -> usize {
        let address = admin.session().address.to_string();
        let listeners = [Listener::Iam, Listener::Scram].map(|it| self.addresses(it));
        listeners.iter().find_map(|it| it.iter().position(|a| *a == address)).unwrap()
    }

    /// The broker whose controller is active. Those of the emulator share one, so it is any.
    pub(crate) fn controller(&self) -> usize {
        match self {
            Self::Kafka(kafka, _) => {
                block_in_place(|| kafka.controller()).unwrap().id() as usize - 1
            }
            Self::Emulator(..) => 0,
        }
    }

    /// It takes connections and requests, and does not answer.
    pub(crate) fn stop(&self, broker: usize) {
        match self {
            Self::Kafka(kafka, _) => kafka.brokers()[broker].stop().unwrap(),
            Self::Emulator(_, proxies) => proxies[broker].iter().for_each(Proxy::stop),
        }
    }

    /// It is gone, with its connections.
    pub(crate) fn kill(&self, broker: usize) {
        match self {
            Self::Kafka(kafka, _) => block_in_place(|| kafka.brokers()[broker].kill()),
            Self::Emulator(_, proxies) => proxies[broker].iter().for_each(Proxy::cut),
        }
    }

    /// All brokers are back.
    pub(crate) fn heal(&self) {
        match self {
            Self::Kafka(kafka, _) => block_in_place(|| kafka.heal()).unwrap(),
            Self::Emulator(_, proxies) => {
                proxies.iter().flatten().try_for_each(Proxy::open).unwrap();
            }
        }
    }

    /// A client id with a quota.
    pub(crate) async fn client_with_quota(&self) -> String {
        let client_id = unique("limited");
        let of_client = ClientQuotaEntity::client_id(&client_id);
        let limit = [ClientQuotaAlteration::of(of_client).set("controller_mutation_rate", QUOTA)];
        let admin = connect(self.admin()).await;
        admin.alter_client_quotas(&limit).await.unwrap().all().unwrap();
        // Controllers learn of it in the order of the log.
        if let Self::Kafka(kafka, _) = self {
            block_in_place(|| truth::settle(kafka)).unwrap();
        }
        client_id
    }

    /// What there is, after everything that was done so far.
    pub(crate) fn truth(&self) -> Truth {
        match self {
            Self::Kafka(kafka, _) => block_in_place(|| truth::of_kafka(kafka)).unwrap(),
            Self::Emulator(emulator, _) => truth::of_emulator(emulator),
        }
    }
}

/// Dials the proxy for the address.
pub(crate) fn through(config: Config, (address, proxy): (&String, &Proxy)) -> Config {
    let instead = proxy.address().to_string().parse().unwrap();
    config.dial_instead(address.parse().unwrap(), instead)
}

fn options() -> KafkaOptions {
    let lifetime = SESSIONS[0].as_millis().to_string();
    let property = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    KafkaOptions {
        brokers: BROKERS,
        scram_users: vec![ScramUser::new(USER, SECRET)],
        iam_identities: vec![IamIdentity::new(KEY_ID, SECRET, ARN)],
        allow_everyone: true,
        properties: vec![
            property("listener.name.scram.scram-sha-512.connections.max.reauth.ms", &lifetime),
            // Thousands of topics are created and deleted: their files are small, and soon gone.
            property("log.index.size.max.bytes", "1024"),
            property("log.segment.delete.delay.ms", "1000"),
        ],
        java_options: ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
            .map(str::to_owned)
            .to_vec(),
        ..KafkaOptions::default()
    }
}
