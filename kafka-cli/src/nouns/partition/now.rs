//! Where the partitions of a plan are, before anything moves.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use kafka_admin::brokers::LogDir;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Result};

use super::plan::{ANY, Plan, Planned};
use crate::nouns::topic::numbers;

/// What a cluster has of what a plan names.
#[derive(Debug)]
pub(super) struct Now {
    brokers: BTreeSet<i32>,
    /// The replicas of partitions, without those that are still being added.
    replicas: BTreeMap<(String, i32), Vec<i32>>,
    /// The directories of the brokers for which the plan names one.
    dirs: BTreeMap<i32, Result<Vec<String>>>,
    /// In which directory a broker has a replica.
    places: BTreeMap<(i32, String, i32), String>,
    /// The partitions that move already.
    pub(super) moving: Vec<String>,
}

/// A replica that is to be in another directory of its broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DirMove {
    pub(super) partition: TopicPartition,
    pub(super) broker: i32,
    /// None when the broker has no such replica yet.
    pub(super) from: Option<String>,
    pub(super) to: String,
}

impl Now {
    pub(super) async fn of(admin: &Admin, plan: &Plan) -> Result<Self> {
        let brokers = admin.describe_cluster().await?.brokers.iter().map(|it| it.id).collect();
        let (dirs, places) = (BTreeMap::new(), BTreeMap::new());
        let (replicas, moving) = (BTreeMap::new(), Vec::new());
        let mut now = Self { brokers, replicas, dirs, places, moving };
        now.find_replicas(admin, plan).await?;
        now.find_dirs(admin, plan).await?;
        Ok(now)
    }

    async fn find_replicas(&mut self, admin: &Admin, plan: &Plan) -> Result<()> {
        for (name, result) in admin.describe_topics(&plan.topics()).await? {
            // What is not there is told with the rest of the plan.
            for partition in result.into_iter().flat_map(|topic| topic.partitions) {
                self.replicas.insert((name.clone(), partition.index), partition.replicas.to_vec());
            }
        }
        for topic in admin.list_partition_reassignments().await? {
            for partition in topic.partitions {
                let name = (topic.topic.clone(), partition.partition);
                if let Some(replicas) = self.replicas.get_mut(&name) {
                    replicas.retain(|id| !partition.adding_replicas.contains(id));
                }
                let planned = plan.partitions.iter();
                let mut planned = planned.filter(|it| it.topic == name.0 && it.partition == name.1);
                self.moving.extend(planned.next().map(ToString::to_string));
            }
        }
        Ok(())
    }

    /// Asks no broker that is not there: to wait for it would take a whole call's time.
    async fn find_dirs(&mut self, admin: &Admin, plan: &Plan) -> Result<()> {
        let named = plan.partitions.iter().flat_map(Planned::dirs).map(|(broker, _)| broker);
        let there: BTreeSet<i32> = named.filter(|id| self.brokers.contains(id)).collect();
        let there: Vec<i32> = there.into_iter().collect();
        if there.is_empty() {
            return Ok(());
        }
        let planned: HashSet<_> = plan.partitions.iter().map(Planned::name).collect();
        for (broker, result) in admin.describe_log_dirs(&there).await? {
            for dir in result.iter().flatten() {
                self.find_places(broker, dir, &planned);
            }
            let paths = result.map(|dirs| dirs.into_iter().map(|dir| dir.path).collect());
            self.dirs.insert(broker, paths);
        }
        Ok(())
    }

    fn find_places(&mut self, broker: i32, dir: &LogDir, planned: &HashSet<(&str, i32)>) {
        for topic in &dir.topics {
            let replicas = topic.replicas.iter().filter(|it| !it.is_future);
            for it in replicas.filter(|it| planned.contains(&(&*topic.topic, it.partition))) {
                let replica = (broker, topic.topic.clone(), it.partition);
                self.places.insert(replica, dir.path.clone());
            }
        }
    }

    /// What this cluster cannot do of the plan: every reason.
    pub(super) fn unfit(&self, plan: &Plan, keeps_replication_factor: bool) -> Vec<String> {
        let mut flaws = Vec::new();
        let named = plan.brokers();
        let mut unknown: Vec<i32> =
            named.into_iter().filter(|id| !self.brokers.contains(id)).collect();
        unknown.sort_unstable();
        let there: Vec<i32> = self.brokers.iter().copied().collect();
        for id in unknown {
            flaws.push(format!("broker {id} is not there: the brokers are {}", numbers(&there)));
        }
        for it in &plan.partitions {
            match self.known(it) {
                None => flaws.push(format!("{it} is not there, or may not be described")),
                Some(now) if keeps_replication_factor && now.len() != it.replicas.len() => {
                    let (now, new) = (now.len(), it.replicas.len());
                    flaws.push(format!("{it} has {now} replicas, and would have {new}"));
                }
                Some(_) => {}
            }
        }
        let dirs = plan.partitions.iter().flat_map(Planned::dirs).collect::<BTreeSet<_>>();
        flaws.extend(dirs.into_iter().filter_map(|(broker, dir)| self.unfit_dir(broker, dir)));
        flaws
    }

    fn unfit_dir(&self, broker: i32, dir: &str) -> Option<String> {
        let dir_shown = Escaped(dir);
        match self.dirs.get(&broker)? {
            Err(error) => {
                Some(format!("the directories of broker {broker} are not known: {error}"))
            }
            Ok(paths) if paths.iter().all(|path| path != dir) => {
                let paths = Escaped(&paths.join(", ")).to_string();
                Some(format!("broker {broker} has no directory {dir_shown}: it has {paths}"))
            }
            Ok(_) => None,
        }
    }

    /// The plan that leads back.
    pub(super) fn rollback(&self, plan: &Plan) -> Plan {
        let back = |it: &Planned| {
            let now = self.replicas(it);
            let place = |id: &i32| self.places.get(&(*id, it.topic.clone(), it.partition)).cloned();
            let dirs = now.iter().map(|id| place(id).unwrap_or_else(|| ANY.to_owned())).collect();
            Planned::new(&it.topic, it.partition, now.to_vec()).in_dirs(dirs)
        };
        Plan::new(plan.partitions.iter().map(back).collect())
    }

    /// The brokers that have it.
    pub(super) fn replicas(&self, planned: &Planned) -> &[i32] {
        self.known(planned).unwrap_or_default()
    }

    /// The replicas that are not where the plan wants them.
    pub(super) fn dir_moves(&self, plan: &Plan) -> Vec<DirMove> {
        let mut moves = Vec::new();
        for it in &plan.partitions {
            for (broker, dir) in it.dirs() {
                let from = self.places.get(&(broker, it.topic.clone(), it.partition)).cloned();
                if from.as_deref() != Some(dir) {
                    let partition = TopicPartition::new(&it.topic, it.partition);
                    moves.push(DirMove { partition, broker, from, to: dir.to_owned() });
                }
            }
        }
        moves
    }

    fn known(&self, planned: &Planned) -> Option<&[i32]> {
        let name = (planned.topic.clone(), planned.partition);
        self.replicas.get(&name).map(Vec::as_slice)
    }
}
