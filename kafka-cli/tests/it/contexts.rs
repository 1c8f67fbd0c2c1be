//! `kadm context`, and what a context does to the commands that connect.

use std::path::PathBuf;

use kafka_cli::Captured;

use crate::common::{self, Cluster, PASSWORD, Run};

/// A folder of this test, with the file of its contexts in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("contexts-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("kadm/contexts.properties")
    }

    fn write(&self, text: &str) {
        std::fs::create_dir_all(self.0.join("kadm")).unwrap();
        std::fs::write(self.file(), text).unwrap();
        #[cfg(unix)]
        self.set_mode(0o600);
    }

    #[cfg(unix)]
    fn set_mode(&self, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(self.file(), PermissionsExt::from_mode(mode)).unwrap();
    }

    fn captured(&self) -> Captured {
        Captured::default().var("XDG_CONFIG_HOME", self.0.to_str().unwrap())
    }

    async fn kadm(&self, line: &str) -> Run {
        common::run(line, self.captured()).await
    }
}

#[tokio::test]
async fn contexts_are_made_shown_used_and_deleted() {
    let folder = Folder::new("life");
    let none = folder.kadm("context list").await.succeeds();
    assert!(none.stdout.starts_with("no context in "), "{none:?}");
    let first = folder.kadm("context add prod -b b-1:9198 --aws-profile ops").await.succeeds();
    assert!(first.stdout.ends_with("contexts.properties, and it is in use\n"), "{first:?}");
    folder.kadm("context add third -b b-1:9196 -X sasl.username=rudder").await.succeeds();
    let list = folder.kadm("context list").await.succeeds();
    assert_eq!(
        list.stdout,
        "CURRENT  NAME   BROKERS\n*        prod   b-1:9198\n         third  b-1:9196\n"
    );
    folder.kadm("context add prod -b x:1").await.fails(1);
    folder.kadm("context use third").await.succeeds();
    let near = folder.kadm("context use prd").await.fails(2);
    assert!(near.stderr.contains("did you mean prod?"), "{near:?}");
    let json = folder.kadm("context list --format json").await.succeeds().json();
    assert_eq!(
        (&json["contexts"][0]["current"], &json["contexts"][1]["current"]),
        (&false.into(), &true.into())
    );
    folder.kadm("context delete third").await.succeeds();
    assert_eq!(
        folder.kadm("context list").await.stdout,
        "CURRENT  NAME  BROKERS\n         prod  b-1:9198\n"
    );
    let text = std::fs::read_to_string(folder.file()).unwrap();
    assert_eq!(text, "prod.bootstrap.servers = b-1:9198\nprod.aws.profile = ops\n");
}

#[tokio::test]
async fn the_nearest_place_wins_and_each_is_named() {
    let folder = Folder::new("origin");
    folder.write(
        "prod.bootstrap.servers = ctx:9196\nprod.sasl.username = ctx\nprod.client.id = ctx\n\
         prod.request.timeout.ms = 3\nprod.password.command = exit 7\n",
    );
    let file = folder.0.join("client.properties");
    std::fs::write(
        &file,
        "client.id=file\nbootstrap.servers=file:9196\ndefault.api.timeout.ms=4\n",
    )
    .unwrap();
    let line = format!(
        "context show --origin --context prod -X client.id=x --command-config {}",
        file.display()
    );
    let captured = folder.captured().var("KAFKA_SASL_USERNAME", "env");
    let shown = common::run(&line, captured).await.succeeds();
    let origin = |key: &str| {
        let line = shown.stdout.lines().find(|line| line.starts_with(key)).unwrap();
        line.split_whitespace().skip(1).take(3).collect::<Vec<_>>().join(" ")
    };
    for (key, expected) in [
        ("client.id", "x -X client.id"),
        ("sasl.username", "env environment (KAFKA_SASL_USERNAME)"),
        ("bootstrap.servers", "ctx:9196 context prod"),
        ("default.api.timeout.ms", "4 file"),
        ("security.protocol", "SASL_SSL port 9196"),
        ("sasl.mechanism", "SCRAM-SHA-512 port 9196"),
        ("password.command", "exit 7 context"),
    ] {
        assert!(origin(key).starts_with(expected), "{key}: {shown:?}");
    }
    assert!(
        shown.stderr.contains(
            "KAFKA_SASL_USERNAME in the environment wins over sasl.username of context prod"
        ),
        "{shown:?}"
    );
    let flag = folder.kadm("context show --origin --context prod -b flag:9198 --format json").await;
    let rows = flag.fails(1).json()["settings"].clone();
    let servers =
        rows.as_array().unwrap().iter().find(|row| row["key"] == "bootstrap.servers").unwrap();
    assert_eq!((&servers["value"], &servers["origin"]), (&"flag:9198".into(), &"-b".into()));
}

/// The login of one cluster is not for the brokers of another.
#[tokio::test]
async fn the_context_in_use_is_left_out_where_brokers_are_named() {
    let folder = Folder::new("elsewhere");
    folder.write("p.bootstrap.servers = p:9196\np.sasl.username = u\ncurrent = p\n");
    for (line, has_user) in [("context show", true), ("context show -b q:9094", false)] {
        let shown = folder.kadm(line).await.succeeds().stdout;
        assert_eq!(shown.contains("sasl.username"), has_user, "{shown}");
    }
    let captured = folder.captured().var("KAFKA_BOOTSTRAP_SERVERS", "e:9094");
    assert!(
        !common::run("context show", captured).await.succeeds().stdout.contains("sasl.username")
    );
    let captured = folder.captured().var("KADM_CONTEXT", "absent");
    let absent = common::run("context show", captured).await.fails(2);
    assert!(absent.stderr.contains("there is no context absent"), "{absent:?}");
}

#[tokio::test]
async fn a_context_logs_in_and_says_where_its_password_is() {
    let (cluster, folder) = (Cluster::start().await, Folder::new("login"));
    let ca = folder.0.join("ca.pem");
    std::fs::write(&ca, cluster.0.ca_pem()).unwrap();
    let add = format!(
        "context add rudder -b {} -X security.protocol=SASL_SSL -X sasl.mechanism=SCRAM-SHA-512 \
         -X sasl.username=rudder -X ssl.truststore.location={}",
        cluster.0.scram_address(),
        ca.display()
    );
    let password = folder.0.join("password");
    std::fs::write(&password, PASSWORD).unwrap();
    folder.kadm(&format!("{add} --password-file {}", password.display())).await.succeeds();
    let whoami = folder.kadm("whoami").await.succeeds();
    assert!(whoami.stdout.starts_with("principal: User:rudder\n"), "{whoami:?}");
    let command = format!(
        "\nby.bootstrap.servers={}\nby.password.command=cat {}\nby.security.protocol=SASL_SSL\n\
         by.sasl.mechanism=SCRAM-SHA-512\nby.sasl.username=rudder\nby.ssl.truststore.location={}\n",
        cluster.0.scram_address(),
        password.display(),
        ca.display()
    );
    folder.write(&command);
    folder.kadm("whoami --context by").await.succeeds();
    folder.write(&command.replace("=cat", "=echo MARKER >/dev/null; cat /nowhere"));
    let failed = folder.kadm("whoami --context by").await.fails(1);
    assert!(
        failed.stderr.contains("the command for the password of context by failed"),
        "{failed:?}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_can_change_or_read_with_a_secret_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    folder.kadm("context add p -b p:9094").await.succeeds();
    let mode = std::fs::metadata(folder.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for (secret, mode, told) in [
        ("", 0o644, None),
        ("", 0o620, Some("others can write it")),
        ("", 0o602, Some("others can write it")),
        ("p.sasl.password = MARKER\n", 0o600, None),
        ("p.sasl.password = MARKER\n", 0o640, Some("it has a secret, and others can read it")),
    ] {
        folder.write(&format!("p.bootstrap.servers = p:9094\n{secret}"));
        folder.set_mode(mode);
        let run = folder.kadm("context show --context p").await;
        match told {
            None => assert!(!run.succeeds().stdout.contains("MARKER")),
            Some(told) => assert!(run.fails(1).stderr.contains(told), "{mode:o}"),
        }
    }
}

#[tokio::test]
async fn a_broken_file_is_told_with_the_line_and_nothing_of_it_is_used() {
    let folder = Folder::new("broken");
    folder.write("current = p\np.bootstrap.servers = p:9094\np.sasl.usernmae = u\n");
    let broken = folder.kadm("topic list").await.fails(1);
    let told =
        "contexts.properties, line 3: sasl.usernmae is no setting; did you mean sasl.username?";
    assert!(broken.stderr.contains(told), "{broken:?}");
    // Whoever names the brokers does not need it.
    folder.kadm("context show -b q:9094").await.succeeds();
}

#[tokio::test]
async fn what_contradicts_itself_is_no_context() {
    let folder = Folder::new("contradiction");
    let msk = "b-1.demo.abc.c2.kafka.us-east-1.amazonaws.com";
    for (line, told) in [
        (
            format!("-b {msk}:9198 -X sasl.mechanism=SCRAM-SHA-512 -X sasl.username=u"),
            "use port 9196",
        ),
        (format!("-b {msk}:9098 -X sasl.username=u"), "port 9096"),
        ("-X client.id=x".into(), "a context needs brokers"),
        ("-b h:1 --password-file -".into(), "keeps where the password is"),
        ("-b h:1 --command-config f".into(), "no setting that a context keeps"),
        ("-b h:1 -X sasl.usrname=u".into(), "did you mean sasl.username?"),
    ] {
        let run = folder.kadm(&format!("context add a {line}")).await;
        assert!(run.code != 0 && run.stderr.contains(told), "{line}: {run:?}");
    }
    assert!(!folder.file().exists());
    let line = "context add a -b h:9092 -X security.protocol=PLAINTEXT -X sasl.username=u";
    let warned = folder.kadm(line).await.succeeds();
    assert!(
        warned.stderr.contains("sasl.username has no effect with security.protocol=PLAINTEXT"),
        "{warned:?}"
    );
}

#[tokio::test]
async fn what_awss_own_tool_prints_is_taken_as_it_is() {
    let folder = Folder::new("aws");
    let brokers = folder.0.join("brokers.json");
    std::fs::write(
        &brokers,
        r#"{"BootstrapBrokerStringPublicSaslIam": "i:9198", "BootstrapBrokerStringSaslIam": "i:9098",
            "BootstrapBrokerStringPublicSaslScram": "s:9196"}"#,
    )
    .unwrap();
    let file = brokers.display();
    let several = folder.kadm(&format!("context show -b @{file}")).await.fails(2);
    assert!(
        several.stderr.contains("lists for private and public")
            || several.stderr.contains("lists for public and private"),
        "{several:?}"
    );
    let public = folder.kadm(&format!("context show -b @{file}:public")).await.succeeds();
    assert!(
        public.stdout.contains("i:9198") && public.stdout.contains("AWS_MSK_IAM"),
        "{public:?}"
    );
    let line = format!("context show -b @{file} -X sasl.username=u");
    let scram = folder.kadm(&line).await.succeeds();
    assert!(scram.stdout.contains("s:9196"), "{scram:?}");
    folder.kadm("context show -b @/nowhere").await.fails(1);
    let secret = folder.0.join("secret.json");
    std::fs::write(&secret, r#"{"username": "u", "password": "MARKER"}"#).unwrap();
    let line = format!("context add s -b @{file} -X security.protocol=SASL_SSL");
    let several = folder.kadm(&line).await.fails(2);
    assert!(several.stderr.contains("lists for"), "{several:?}");
    let line = format!("context add s -b @{file}:public -X sasl.mechanism=SCRAM-SHA-512");
    folder.kadm(&format!("{line} --password-file {}", secret.display())).await.succeeds();
    let kept = std::fs::read_to_string(folder.file()).unwrap();
    assert!(kept.starts_with("s.bootstrap.servers = s:9196\n"), "{kept}");
}

#[tokio::test]
async fn a_secret_of_secrets_manager_logs_in() {
    let (cluster, folder) = (Cluster::start().await, Folder::new("secret"));
    let secret = folder.0.join("secret.json");
    std::fs::write(&secret, format!(r#"{{"username": "rudder", "password": "{PASSWORD}"}}"#))
        .unwrap();
    let captured = || {
        folder
            .captured()
            .var("KAFKA_BOOTSTRAP_SERVERS", &cluster.0.scram_address())
            .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
            .var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
            .var("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", cluster.0.ca_pem())
    };
    let line = format!("whoami --password-file {}", secret.display());
    let whoami = common::run(&line, captured()).await.succeeds();
    assert!(whoami.stdout.starts_with("principal: User:rudder\n"), "{whoami:?}");
    let other = common::run(&format!("{line} -X sasl.username=ops"), captured()).await.fails(2);
    assert!(
        other.stderr.contains("the secret is that of rudder, and ops is to log in"),
        "{other:?}"
    );
}
