//! What a JAAS line says about AWS credentials.

/// The options of `IAMLoginModule` that choose credentials, for a program that has a provider chain:
/// this library takes credentials from [`Config::aws_credentials`](crate::Config::aws_credentials).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsOptions {
    /// `awsProfileName`.
    pub profile_name: Option<String>,
    /// `awsRoleArn`.
    pub role_arn: Option<String>,
    /// `awsRoleSessionName`. Keep it stable: it is a part of the principal.
    pub role_session_name: Option<String>,
    /// `awsRoleExternalId`.
    pub role_external_id: Option<String>,
    /// `awsStsRegion`: where the role is assumed, not where the cluster is.
    pub sts_region: Option<String>,
}
