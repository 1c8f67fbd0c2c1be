//! How a command is told which cluster to connect to, and as whom.

use std::path::PathBuf;

use clap::Args;

/// Flags win over `-X`, that over `KAFKA_...` in the environment, that over the context, that over
/// `--command-config`; what is still missing follows from Amazon MSK's port numbers.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Connecting")]
pub(crate) struct ConnectArgs {
    /// Brokers to start from [env: KAFKA_BOOTSTRAP_SERVERS]. On Amazon MSK's ports protocol and
    /// mechanism follow: 9098 and 9198 AWS_MSK_IAM, 9096 and 9196 SCRAM-SHA-512, 9094 and 9194 TLS.
    /// @FILE is what aws kafka get-bootstrap-brokers prints, and - the same from standard input;
    /// @FILE:public, :private, :vpc or :ipv6 chooses where it has more than one list.
    #[arg(short, long = "bootstrap-server", value_name = "HOST:PORT", value_delimiter = ',')]
    pub(crate) bootstrap_servers: Vec<String>,
    /// A setting by its Java or librdkafka name, such as sasl.mechanism, sasl.username,
    /// ssl.ca.location [env: KAFKA_ and the name in capitals, KAFKA_SASL_USERNAME].
    #[arg(short = 'X', value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// A context that kadm context add has made [env: KADM_CONTEXT] [default: the one in use, unless
    /// brokers are named in another way].
    #[arg(long, value_name = "NAME")]
    pub(crate) context: Option<String>,
    /// A client.properties file, Java's or librdkafka's.
    #[arg(long, value_name = "FILE")]
    pub(crate) command_config: Option<PathBuf>,
    /// A file with the password of your own login, or with the JSON of a secret of AWS Secrets Manager;
    /// - is standard input [env: KAFKA_SASL_PASSWORD]. Asked for at a terminal if it is missing.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// The region that AWS_MSK_IAM signs for [default: the one in the broker's name, else
    /// AWS_REGION, else the one in the profile].
    #[arg(long, value_name = "REGION")]
    pub(crate) aws_region: Option<String>,
    /// The profile of the shared AWS files that gives credentials [default: AWS_ACCESS_KEY_ID and
    /// AWS_SECRET_ACCESS_KEY, else AWS_PROFILE, a web identity, the container, the instance].
    #[arg(long, value_name = "NAME")]
    pub(crate) aws_profile: Option<String>,
    /// The role to assume with those credentials.
    #[arg(long, value_name = "ARN")]
    pub(crate) aws_role_arn: Option<String>,
}
