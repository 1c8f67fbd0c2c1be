use kafka_proto::messages::fetch::ForgottenTopic;

use super::*;

/// Code, session, and what is told of partitions.
type Told = (i16, i32, Vec<Summary>);

/// As client of the session, with that epoch, in that version.
fn told(
    cluster: &Cluster,
    client: &Client,
    version: i16,
    (session_id, session_epoch): (i32, i32),
    request: FetchRequest<'_>,
) -> Told {
    let request = FetchRequest { session_id, session_epoch, ..request };
    let frame = ask(cluster, client, version, &request).unwrap();
    let response = read::<FetchRequest<'_>>(&frame, version);
    (response.error_code.0, response.session_id, summary(&response))
}

fn ask_as_iam(cluster: &Cluster, at: (i32, i32), request: FetchRequest<'_>) -> Told {
    told(cluster, &iam(), 12, at, request)
}

/// A session of partitions 0 and 1, each with nothing to tell.
fn session(cluster: &Cluster) -> i32 {
    let (code, id, partitions) = ask_as_iam(cluster, (0, 0), request(vec![from(0, 0), from(1, 0)]));
    assert_eq!((code, partitions), (0, vec![(0, 0, 0, 0), (1, 0, 0, 0)]));
    assert!(id > 0);
    id
}

fn nothing() -> FetchRequest<'static> {
    FetchRequest { min_bytes: 1, topics: vec![].into(), ..Default::default() }
}

#[test]
fn only_partitions_with_news_are_told_and_those_with_records_go_last() {
    let cluster = shop();
    let id = session(&cluster);
    let next = |epoch, request| ask_as_iam(&cluster, (id, epoch), request);
    assert_eq!(next(1, nothing()), (0, id, vec![]));
    let size = append(&cluster, 0);
    assert_eq!(next(2, nothing()), (0, id, vec![(0, 0, 2, size)]));
    // Records that nobody has taken are told again, behind partitions that had none.
    append(&cluster, 1);
    assert_eq!(next(3, nothing()), (0, id, vec![(1, 0, 2, size), (0, 0, 2, size)]));
    assert_eq!(next(4, request(vec![from(0, 2), from(1, 2)])), (0, id, vec![]));
    // Another start of a log is news.
    let log = LogId { topic: ID, partition: 0 };
    cluster.state.logs.open(&cluster.state.topics, log).unwrap();
    cluster.state.logs.expire(log, i64::MAX);
    assert_eq!(next(5, nothing()), (0, id, vec![(0, 0, 2, 0)]));
    assert_eq!(next(6, nothing()), (0, id, vec![]));
}

#[test]
fn failures_are_told_each_time_and_so_is_their_end() {
    let cluster = shop();
    let id = session(&cluster);
    let next = |epoch, request| ask_as_iam(&cluster, (id, epoch), request);
    let (far, unknown) = (from(0, 9), from(7, 0));
    let failed = vec![(0, 1, -1, 0), (7, 3, -1, 0)];
    assert_eq!(next(1, request(vec![far, unknown])), (0, id, failed.clone()));
    assert_eq!(next(2, nothing()), (0, id, failed));
    let forgotten =
        ForgottenTopic { topic: "t", partitions: vec![7, 9].into(), ..Default::default() };
    let better =
        FetchRequest { forgotten_topics_data: vec![forgotten].into(), ..request(vec![from(0, 0)]) };
    assert_eq!(next(3, better), (0, id, vec![(0, 0, 0, 0)]));
    assert_eq!(next(4, nothing()), (0, id, vec![]));
}

#[test]
fn a_session_is_where_its_broker_left_it() {
    let cluster = shop();
    let id = session(&cluster);
    let one = || request(vec![from(0, 0)]);
    for epoch in [2, -2, 99] {
        assert_eq!(ask_as_iam(&cluster, (id, epoch), one()), (71, 0, vec![]));
    }
    for unknown in [id ^ 1, 0, -5] {
        assert_eq!(ask_as_iam(&cluster, (unknown, 1), one()), (70, 0, vec![]));
    }
    // Kafka looks for these where nothing is, and fails.
    for (beyond, epoch) in [(i32::MIN, 1), (i32::MAX, 0), (i32::MAX, -1)] {
        assert_eq!(ask_as_iam(&cluster, (beyond, epoch), one()).0, -1);
    }
    let mut by_id = request(vec![from(0, 0)]);
    let topic = by_id.topics.iter().next().unwrap();
    by_id.topics = vec![FetchTopic { topic: "", topic_id: ID, ..topic }].into();
    assert_eq!(told(&cluster, &iam(), 13, (id, 1), by_id), (106, 0, vec![]));
    assert_eq!(ask_as_iam(&cluster, (id, 1), nothing()), (0, id, vec![]));
    assert_eq!(ask_as_iam(&cluster, (id, 1), nothing()), (71, 0, vec![]));
    // Who asks in full closes it.
    assert_eq!(ask_as_iam(&cluster, (id, -1), one()), (0, 0, vec![(0, 0, 0, 0)]));
    assert_eq!(ask_as_iam(&cluster, (id, 2), nothing()), (70, 0, vec![]));
}

#[test]
fn a_session_without_partitions_ends() {
    let cluster = shop();
    let id = session(&cluster);
    let topic = ForgottenTopic { topic: "t", partitions: vec![0, 1].into(), ..Default::default() };
    let forgotten_topics_data = vec![topic].into();
    let all = FetchRequest { forgotten_topics_data, ..nothing() };
    assert_eq!(ask_as_iam(&cluster, (id, 1), all), (0, 0, vec![]));
    assert_eq!(ask_as_iam(&cluster, (id, 2), nothing()), (70, 0, vec![]));
    let (code, empty, partitions) = ask_as_iam(&cluster, (0, 0), nothing());
    assert!(code == 0 && empty > 0 && partitions.is_empty());
    assert_eq!(ask_as_iam(&cluster, (empty, 1), nothing()), (0, 0, vec![]));
}

#[test]
fn a_session_is_anybodys_and_each_sees_what_he_may() {
    let cluster = shop();
    let id = session(&cluster);
    let denied = vec![(0, 29, -1, 0), (1, 29, -1, 0)];
    assert_eq!(told(&cluster, &user(), 12, (id, 1), nothing()), (0, id, denied));
    let news = vec![(0, 0, 0, 0), (1, 0, 0, 0)];
    assert_eq!(ask_as_iam(&cluster, (id, 2), nothing()), (0, id, news));
}

#[test]
fn a_session_by_ids_knows_the_name_that_an_id_had() {
    let cluster = shop();
    let by_id = |id| {
        let mut asked = request(vec![from(0, 0)]);
        let topic = asked.topics.iter().next().unwrap();
        asked.topics = vec![FetchTopic { topic: "", topic_id: id, ..topic }].into();
        asked
    };
    let ask = |at, request| told(&cluster, &iam(), 13, at, request);
    let (_, id, partitions) = ask((0, 0), by_id(ID));
    assert_eq!(partitions, [(0, 0, 0, 0)]);
    let topic = cluster.state.topics.now().get("t").unwrap().clone();
    cluster.state.topics.change(|topics| topics.remove(ID));
    assert_eq!(ask((id, 1), nothing()), (0, id, vec![(0, 3, -1, 0)]));
    cluster.state.topics.change(|topics| topics.insert(Topic { id: Uuid([2; 16]), ..topic }));
    assert_eq!(ask((id, 2), nothing()), (0, id, vec![(0, 103, -1, 0)]));
    assert_eq!(ask((0, -1), by_id(ID)), (0, 0, vec![(0, 100, -1, 0)]));
    // An id becomes known.
    let (_, id, partitions) = ask((0, 0), by_id(ID));
    assert_eq!(partitions, [(0, 100, -1, 0)]);
    let topic = cluster.state.topics.now().get("t").unwrap().clone();
    cluster.state.topics.change(|topics| topics.remove(topic.id));
    cluster.state.topics.change(|topics| topics.insert(Topic { id: ID, ..topic }));
    assert_eq!(ask((id, 1), nothing()), (0, id, vec![(0, 0, 0, 0)]));
}

#[test]
fn a_broker_that_ended_has_no_sessions() {
    let cluster = shop();
    let id = session(&cluster);
    cluster.fence(1);
    cluster.register(1);
    assert_eq!(ask_as_iam(&cluster, (id, 1), nothing()), (70, 0, vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_session_waits_for_all_its_partitions_and_only_once() {
    let cluster = std::sync::Arc::new(shop_for_waiting().await);
    let id = session(&cluster);
    let begin = |session_epoch| {
        let asked =
            FetchRequest { session_id: id, session_epoch, max_wait_ms: 60_000, ..nothing() };
        let mut frame = Vec::new();
        kafka_proto::encode_request(&mut frame, 12, 7, None, &asked).unwrap();
        super::super::super::answer(&cluster, &iam(), &frame[4..])
    };
    let first = begin(1);
    let second = begin(2);
    let (woken, outcome) = go_on(&cluster, first).await;
    let Outcome::Reply(frame) = outcome else { panic!("{outcome:?}") };
    let response = read::<FetchRequest<'_>>(&frame, 12);
    assert_eq!((woken, response.error_code.0, response.session_id), (true, 71, id));
    let size = append(&cluster, 1);
    let (woken, outcome) = go_on(&cluster, second).await;
    assert_eq!((woken, answered(outcome)), (true, vec![(1, 0, 2, size)]));
}
