//! What a JAAS line says about AWS credentials.

/// The options of `IAMLoginModule` that choose credentials: for `Config::aws_chain` (feature
/// `aws-config`), or for a program that has a provider of its own and gives it to
/// [`Config::aws_credentials`](crate::Config::aws_credentials).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsOptions {
    /// `awsProfileName`: credentials come from this profile of the shared files.
    pub profile_name: Option<String>,
    /// `awsRoleArn`: the role to assume with those credentials.
    pub role_arn: Option<String>,
    /// `awsRoleSessionName`. Keep it stable: it is a part of the principal.
    pub role_session_name: Option<String>,
    /// `awsRoleExternalId`.
    pub role_external_id: Option<String>,
    /// `awsStsRegion`: where the role is assumed, not where the cluster is.
    pub sts_region: Option<String>,
}
